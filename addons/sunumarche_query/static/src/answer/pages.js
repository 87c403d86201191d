import {Component, onWillStart, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {Layout} from "@web/search/layout";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {MODEL} from "../conditions/catalogue";
import {QuestionAnswer} from "./question_answer";

/** The answer of a saved question on a page of its own, with what can be done with it. */
export class AnswerPage extends Component {
    static template = "sunumarche_query.AnswerPage";
    static components = {Layout, QuestionAnswer};
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.display = {controlPanel: {}};
        this.state = useState({question: null, presentation: null});
        const {params, context} = this.props.action;
        this.id = params?.question_id || context?.active_id;
        onWillStart(async () => {
            if (this.id) {
                const question = await this.orm.call(MODEL, "ask_saved", [[this.id]]);
                this.state.question = question;
                this.state.presentation = question.presentation;
                this.env.config.setDisplayName(question.name);
            }
        });
    }

    /** Shown otherwise on this page only: the saved question does not change. */
    update(presentation) {
        this.state.presentation = presentation;
    }

    async run(method) {
        const action = await this.orm.call(MODEL, method, [[this.id]]);
        return action && this.action.doAction(action);
    }

    edit() {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: MODEL,
            res_id: this.id,
            views: [[false, "form"]],
        });
    }
}

/** The answers that the user put on his dashboard. */
export class QuestionDashboard extends Component {
    static template = "sunumarche_query.QuestionDashboard";
    static components = {Layout, QuestionAnswer};
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.display = {controlPanel: {}};
        this.state = useState({questions: []});
        onWillStart(() => this.load());
    }

    async load() {
        this.state.questions = await this.orm.call(MODEL, "ask_dashboard", []);
    }

    open(question) {
        return this.action.doAction({
            type: "ir.actions.client",
            tag: "sunumarche_query.answer",
            name: question.name,
            params: {question_id: question.id},
        });
    }

    async remove(question) {
        await this.orm.call(MODEL, "action_unpin", [[question.id]]);
        await this.load();
    }

    removeLabel(question) {
        return _t("Take “%s” off the dashboard", question.name);
    }

    openQuestions() {
        return this.action.doAction("sunumarche_query.sunumarche_question_action");
    }
}

registry.category("actions").add("sunumarche_query.answer", AnswerPage);
registry.category("actions").add("sunumarche_query.dashboard", QuestionDashboard);
