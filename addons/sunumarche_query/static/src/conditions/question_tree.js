import {Component, onWillStart, onWillUpdateProps, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {KeepLast} from "@web/core/utils/concurrency";
import {useService} from "@web/core/utils/hooks";
import {useDebounced} from "@web/core/utils/timing";
import {formatInteger} from "@web/views/fields/formatters";
import {MODEL, loadCatalogue} from "./catalogue";
import {GroupNode} from "./group_node";
import {clone, fromGroup, toGroup} from "./node_kinds";

export const PREVIEW_DELAY = 400;
const VERSION = 1;

/**
 * Edits the definition of a question.
 *
 * Below the tree stand the sentence and the number of answers, asked anew at every
 * pause; what is not finished is said there and blocks nothing.
 */
export class QuestionTree extends Component {
    static template = "sunumarche_query.QuestionTree";
    static components = {GroupNode};
    static props = {
        definition: {optional: true},
        update: Function,
        code: {type: String, optional: true},
        readonly: {type: Boolean, optional: true},
        onExample: {type: Function, optional: true},
    };

    setup() {
        this.orm = useService("orm");
        this.keepLast = new KeepLast();
        this.state = useState({
            past: [],
            future: [],
            examples: [],
            preview: null,
            sentence: null,
            sentenceError: "",
        });
        this.askPreview = useDebounced(() => this.loadPreview(), PREVIEW_DELAY);
        onWillStart(async () => {
            this.catalogue = await loadCatalogue(this.orm);
            await this.loadExamples(this.code(this.props));
            this.loadPreview();
        });
        onWillUpdateProps(async (nextProps) => {
            const code = this.code(nextProps);
            if (code !== this.code(this.props)) {
                await this.loadExamples(code);
            }
            if (!isSame(nextProps.definition, this.props.definition)) {
                this.askPreview();
            }
        });
    }

    code(props) {
        return props.code || props.definition?.object || "";
    }

    get object() {
        return this.catalogue.object(this.code(this.props));
    }

    get definition() {
        const code = this.code(this.props);
        return this.props.definition || {version: VERSION, object: code, where: null};
    }

    get group() {
        return toGroup(this.definition.where);
    }

    get canChangeObject() {
        return (
            !this.props.code && !this.props.readonly && this.catalogue.all.length > 1
        );
    }

    async loadExamples(code) {
        this.state.examples = await this.orm.call(MODEL, "ask_examples", [
            code || false,
        ]);
    }

    async loadPreview() {
        if (!this.object) {
            this.state.preview = null;
            return;
        }
        const asked = this.orm.silent.call(MODEL, "ask_preview", [this.definition]);
        this.state.preview = await this.keepLast.add(asked);
    }

    get count() {
        return formatInteger(this.state.preview.count);
    }

    // Edits, which can be undone.

    commit(definition) {
        this.state.past.push(this.definition);
        this.state.future = [];
        this.props.update(definition);
    }

    updateGroup(group) {
        this.commit({...this.definition, where: fromGroup(group)});
    }

    undo() {
        this.state.future.push(this.definition);
        this.props.update(this.state.past.pop());
    }

    redo() {
        this.state.past.push(this.definition);
        this.props.update(this.state.future.pop());
    }

    chooseObject(code) {
        this.commit({version: VERSION, object: code, where: null});
    }

    changeObject() {
        this.commit(false);
    }

    useExample(example) {
        this.commit(clone(example.definition));
        this.props.onExample?.(example);
    }

    // The sentence, which can be typed.

    editSentence() {
        this.state.sentence = this.state.preview?.sentence || "";
        this.state.sentenceError = "";
    }

    cancelSentence() {
        this.state.sentence = null;
    }

    async readSentence() {
        const {definition, error} = await this.orm.call(MODEL, "ask_sentence", [
            this.state.sentence,
        ]);
        const code = this.props.code;
        if (error) {
            this.state.sentenceError = error;
        } else if (code && definition.object !== code) {
            this.state.sentenceError = _t(
                "This sentence is about something else: %s",
                this.catalogue.object(definition.object).label
            );
        } else {
            this.state.sentence = null;
            this.commit(definition);
        }
    }
}

function isSame(one, other) {
    return JSON.stringify(one || null) === JSON.stringify(other || null);
}
