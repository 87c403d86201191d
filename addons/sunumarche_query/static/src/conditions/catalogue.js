export const MODEL = "sunumarche.question";
export const STEP = " › ";

/** What may be asked about: objects, their fields and the operators of each kind. */
export class Catalogue {
    constructor({objects, operators}) {
        this.objects = objects;
        this.operators = operators;
    }

    get all() {
        return Object.values(this.objects);
    }

    object(code) {
        return this.objects[code];
    }

    /** The last field of a path such as `partner_id.city`. */
    field(code, path) {
        let object = this.object(code);
        const names = path.split(".");
        for (const [index, name] of names.entries()) {
            const field = object?.fields.find((one) => one.name === name);
            if (!field || index === names.length - 1) {
                return field;
            }
            object = this.object(field.target);
        }
        return undefined;
    }

    /** How a path is named: the labels of its fields. */
    label(code, path) {
        const names = path.split(".");
        return names
            .map((name, index) => {
                const part = names.slice(0, index + 1).join(".");
                return this.field(code, part)?.label || name;
            })
            .join(STEP);
    }

    /** The fields of an object, and those of the records that it points to. */
    paths(code, accepts = () => true) {
        const found = [];
        for (const field of this.object(code)?.fields || []) {
            if (accepts(field)) {
                found.push({path: field.name, field, through: null});
            }
            const target = field.type === "many2one" && this.object(field.target);
            for (const inner of target ? target.fields : []) {
                if (accepts(inner)) {
                    const path = `${field.name}.${inner.name}`;
                    found.push({path, field: inner, through: field});
                }
            }
        }
        return found;
    }
}

let loading = null;

/** Loaded once; again after a failure. */
export function loadCatalogue(orm) {
    loading ||= orm
        .call(MODEL, "ask_catalogue", [])
        .then((data) => new Catalogue(data))
        .catch((error) => {
            loading = null;
            throw error;
        });
    return loading;
}
