"""Does with a generated module what a program would."""
import sys
from decimal import Decimal

import models
from models import ActiveUsersView, LogTable, NotesTable, OrderItemsTable, SelectTable, SqlTable, TeamsTable
from models import UsersColumns, UsersRow, UsersTable

connection = models.connect(":memory:")
connection.executescript(open(sys.argv[1], encoding="utf-8").read())
teams, users = TeamsTable(connection), UsersTable(connection)
red = teams.insert(name="red")
ada = users.insert(email="ada@x.org", age=36, team_id=red.id, balance=Decimal("12.25"))
bob = users.insert(email="bob?@x.org", id="b", boss_id=ada.id, active=False, verified=True, photo=b"\1\2", class_="c",
                   user_name="u", user_name_="n")
assert len(ada.id) == 32 and ada.score == 1.5 and ada.active is True and ada.verified is None, ada
assert ada.email_length == 9 and ada.balance == Decimal("12.25"), ada
assert bob.verified is True and bob.active is False and bob.photo == b"\1\2" and bob.age is None, bob
assert (bob.class_, bob.user_name, bob.user_name_) == ("c", "u", "n"), bob

assert users.team(ada) == red and users.team(bob) is None
assert users.boss(bob) == ada and users.boss(ada) is None
assert users.users_by_boss_id(ada).list() == [bob] and teams.users_by_team_id(red).list() == [ada]
assert users.get("none") is None and users.get("b") == bob
assert users.select().where(UsersColumns.email.eq("bob?@x.org")).first() == bob
assert users.select().where(UsersColumns.age.is_null() | UsersColumns.age.gt(30)).count() == 2
assert users.select().where(~UsersColumns.age.gt(36)).where(UsersTable.columns.active.eq(True)).list() == [ada]
assert users.select().where(UsersColumns.id.is_in(["b", "c"])).list() == [bob]
assert users.select().where(UsersColumns.id.is_in([])).list() == []
assert users.select().where(UsersColumns.email.like("ada%")).list() == [ada]
assert users.select().order_by(UsersColumns.email.desc()).limit(1).offset(1).list() == [ada]
assert users.update(UsersRow("b", "bobby@x.org", 5, 2.5, None, True, None, None, None, None, None, None, None, None, 0))
bobby = users.get("b")
assert (bobby.email, bobby.age, bobby.class_, bobby.email_length) == ("bobby@x.org", 5, None, 11), bobby
assert ActiveUsersView(connection).select().where(ActiveUsersView.columns.age.eq(5)).first().email == "bobby@x.org"
assert users.delete("b") and not users.delete("b") and users.select().list() == [ada]

items = OrderItemsTable(connection)
item = items.insert(order_no=1, position=2, what="shoes")
assert items.get(1, 2) == item and items.get(2, 1) is None
assert LogTable(connection).insert(line="began").n == 1 and LogTable(connection).insert().n == 2
assert NotesTable(connection).insert(text="t", kept_on="2026-11-30", anything=1.5).anything == 1.5
assert SelectTable(connection).insert(id="s").from_ == "here?"
assert SqlTable(connection).insert(id="s", table="t", columns="c", self_="me").self_ == "me"
weird = models.WeIrdU000aNameTable(connection)
assert weird.insert(a_b="a", new_line=7, n_1="1").n_1 == "1" and weird.delete("a", 7)
print("ok")
