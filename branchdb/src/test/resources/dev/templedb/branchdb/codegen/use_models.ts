import {
    ActiveUsersView, Driver, LogTable, NotesTable, OrderItemsTable, SelectTable, SqlTable, SqlValue, Statement, TeamsTable,
    UsersTable, WeIrdU000aNameTable,
} from "./models";

declare const require: (name: string) => any;
declare const process: { argv: string[] };
declare const console: { log(text: string): void };
declare const Buffer: { from(data: Uint8Array | string, form?: string): Uint8Array & { toString(form: string): string } };

/** A database of Python, which is there where `node:sqlite` is not; bytes travel as hexadecimal digits. */
class PythonDatabase implements Driver {
    constructor(private readonly file: string) {}

    prepare(sql: string): Statement {
        const run = (values: SqlValue[]): any => {
            const sent = values.map((value) => value instanceof Uint8Array ? { hex: Buffer.from(value).toString("hex") } : value);
            const input = JSON.stringify([this.file, sql, sent]);
            const made = require("child_process").spawnSync(process.argv[4], [process.argv[3]], { input, encoding: "utf-8" });
            if (made.status !== 0) {
                throw new Error(made.stderr);
            }
            return JSON.parse(made.stdout, (_, value) =>
                value && value.hex !== undefined ? Uint8Array.from(Buffer.from(value.hex, "hex")) : value);
        };
        return { all: (...values) => run(values).rows, run: (...values) => ({ changes: run(values).changes }) };
    }
}

function check(isTrue: boolean, what: unknown): void {
    if (!isTrue) {
        throw new Error(JSON.stringify(what));
    }
}

const driver: Driver = new PythonDatabase(process.argv[2]);
const teams = new TeamsTable(driver);
const users = new UsersTable(driver);
const column = UsersTable.columns;
const red = teams.insert({ name: "red" });
const ada = users.insert({ email: "ada@x.org", age: 36, teamId: red.id, balance: 12.25 });
const bob = users.insert({
    email: "bob?@x.org", id: "b", bossId: ada.id, active: false, verified: true, photo: new Uint8Array([1, 2]), class_: "c",
    userName: "u", userName_: "n",
});
check(ada.id.length === 32 && ada.score === 1.5 && ada.active === true && ada.verified === null, ada);
check(ada.emailLength === 9 && ada.balance === 12.25, ada);
check(bob.verified === true && bob.active === false && bob.photo![1] === 2 && bob.age === null, bob);
check(bob.class_ === "c" && bob.userName === "u" && bob.userName_ === "n", bob);

check(users.team(ada)!.name === "red" && users.team(bob) === undefined, "parent");
check(users.boss(bob)!.id === ada.id && users.usersByBossId(ada).list()[0].id === "b", "self");
check(teams.usersByTeamId(red).count() === 1, "children");
check(users.get("none") === undefined && users.get("b")!.email === "bob?@x.org", "get");
check(users.select().where(column.age.isNull().or(column.age.gt(30))).count() === 2, "or");
check(users.select().where(column.age.gt(36).not()).where(column.active.eq(true)).count() === 1, "not");
check(users.select().where(column.id.in(["b", "c"])).count() === 1, "in");
check(users.select().orderBy(column.email.desc()).limit(1).offset(1).list()[0].id === ada.id, "order");
check(users.update({ ...bob, email: "bobby@x.org", age: 5, active: true }), "update");
check(users.get("b")!.age === 5, "updated");
check(new ActiveUsersView(driver).select().where(ActiveUsersView.columns.age.eq(5)).first()!.email === "bobby@x.org", "view");
check(users.delete("b") && !users.delete("b") && users.select().count() === 1, "delete");

const items = new OrderItemsTable(driver);
items.insert({ orderNo: 1, position: 2, what: "shoes" });
check(items.get(1, 2)!.what === "shoes" && items.get(2, 1) === undefined, "two columns");
check(new LogTable(driver).insert({ line: "began" }).n === 1 && new LogTable(driver).insert({}).n === 2, "numbers");
check(new NotesTable(driver).insert({ keptOn: "2026-11-30", anything: 1.5 }).anything === 1.5, "no key");
check(new SelectTable(driver).insert({ id: "s" }).from === "here?", "reserved table");
check(new SqlTable(driver).insert({ id: "s", table: "t", columns: "c" }).columns === "c", "names of ours");
const weird = new WeIrdU000aNameTable(driver);
check(weird.insert({ aB: "a", newLine: 7, n1: "1" }).n1 === "1" && weird.delete("a", 7), "weird");
let refused = false;
try {
    new LogTable(driver).insert({ n: 9007199254740991 });
    driver.prepare("UPDATE log SET n = n + 1 WHERE n > 2").run();
    new LogTable(driver).select().list();
} catch (error) {
    refused = error instanceof RangeError;
}
check(refused, "a number that JavaScript does not keep exactly");
console.log("ok");
