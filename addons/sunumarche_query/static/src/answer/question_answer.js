import {Component, onWillStart, onWillUpdateProps, useState} from "@odoo/owl";
import {download} from "@web/core/network/download";
import {_t} from "@web/core/l10n/translation";
import {Pager} from "@web/core/pager/pager";
import {user} from "@web/core/user";
import {KeepLast} from "@web/core/utils/concurrency";
import {useService} from "@web/core/utils/hooks";
import {useDebounced} from "@web/core/utils/timing";
import {formatInteger} from "@web/views/fields/formatters";
import {MODEL, loadCatalogue} from "../conditions/catalogue";
import {PREVIEW_DELAY} from "../conditions/question_tree";
import {AnswerChart} from "./answer_chart";
import {AnswerSettings} from "./answer_settings";

export const PAGE = 20;

/** The answer of a question: a list, a table by groups or a chart. */
export class QuestionAnswer extends Component {
    static template = "sunumarche_query.QuestionAnswer";
    static components = {AnswerChart, AnswerSettings, Pager};
    static props = {
        definition: {optional: true},
        presentation: {optional: true},
        update: {type: Function, optional: true},
        title: {type: String, optional: true},
        isCompact: {type: Boolean, optional: true},
    };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.keepLast = new KeepLast();
        this.state = useState({answer: null, error: "", isLoading: true, offset: 0});
        this.ask = useDebounced((props) => this.load(props), PREVIEW_DELAY);
        onWillStart(async () => {
            this.catalogue = await loadCatalogue(this.orm);
            this.canExport = await user.hasGroup("base.group_allow_export");
            // Not awaited: the page says at once that the answer comes.
            this.load(this.props);
        });
        onWillUpdateProps((nextProps) => {
            if (key(nextProps) !== key(this.props)) {
                this.state.offset = 0;
                this.state.isLoading = true;
                this.ask(nextProps);
            }
        });
    }

    get presentation() {
        return this.props.presentation || {};
    }

    get code() {
        return this.props.definition?.object || "";
    }

    get isKnown() {
        return Boolean(this.catalogue.object(this.code));
    }

    async load(props = this.props) {
        const {definition, presentation} = props;
        if (!definition) {
            this.state.answer = null;
            return;
        }
        this.state.isLoading = true;
        const {offset} = this.state;
        const asked = this.orm.silent
            .call(MODEL, "ask_answer", [
                definition,
                presentation || false,
                offset,
                PAGE,
            ])
            .then((answer) => ({answer, error: ""}))
            .catch((error) => ({answer: null, error: getMessage(error)}));
        const {answer, error} = await this.keepLast.add(asked);
        Object.assign(this.state, {answer, error, isLoading: false});
    }

    // Lists.

    get isList() {
        return this.state.answer.view === "list";
    }

    get shownCount() {
        const {count, most} = this.state.answer;
        return Math.min(count, most);
    }

    get limitText() {
        const {count, most} = this.state.answer;
        return _t("The first %(most)s of %(count)s can be seen here.", {
            most: formatInteger(most),
            count: formatInteger(count),
        });
    }

    async turnPage({offset}) {
        this.state.offset = offset;
        await this.load();
    }

    sort(header) {
        const {field, descending} = this.presentation.order || {};
        const order = {
            field: header.path,
            descending: field === header.path && !descending,
        };
        this.props.update?.({...this.presentation, order});
    }

    sortIcon(header) {
        const {field, descending} = this.presentation.order || {};
        if (field !== header.path) {
            return "";
        }
        return descending ? "fa fa-caret-down" : "fa fa-caret-up";
    }

    ariaSort(header) {
        const {field, descending} = this.presentation.order || {};
        if (field !== header.path) {
            return "none";
        }
        return descending ? "descending" : "ascending";
    }

    openRecord(row) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: this.state.answer.model,
            res_id: row.id,
            views: [[false, "form"]],
        });
    }

    // Groups.

    get isChart() {
        return ["bar", "line", "pie"].includes(this.state.answer.view);
    }

    get isEmpty() {
        const {answer} = this.state;
        return this.isList
            ? !answer.count
            : answer.groups.length && !answer.rows.length;
    }

    /** Opens the records of a row, of a column, or of where they meet. */
    /** One heading a measure: of each column group, then of all records. */
    get groupHeads() {
        const {columns, measures} = this.state.answer;
        const name = (label, measure) =>
            measures.length > 1 ? `${label} - ${measure.label}` : label;
        return [
            ...columns.flatMap(({label}) => measures.map((one) => name(label, one))),
            ...measures.map((one) =>
                columns.length ? name(_t("Total"), one) : one.label
            ),
        ];
    }

    async openGroup(row, column) {
        const domain = [...(row?.domain || []), ...(column?.domain || [])];
        const action = await this.orm.call(MODEL, "ask_open", [
            this.props.definition,
            domain,
        ]);
        return this.action.doAction(action);
    }

    exportAnswer() {
        const {definition, presentation, title} = this.props;
        const data = JSON.stringify({definition, presentation, title});
        return download({url: "/sunumarche_query/answer.xlsx", data: {data}});
    }
}

function key({definition, presentation}) {
    return JSON.stringify([definition || null, presentation || null]);
}

function getMessage(error) {
    return error.data?.message || error.message || _t("The answer could not be read.");
}
