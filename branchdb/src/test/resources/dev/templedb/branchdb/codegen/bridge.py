"""Runs one statement that comes as JSON, for a program that has no SQLite of its own."""
import json
import sqlite3
import sys

file, sql, values = json.load(sys.stdin)
connection = sqlite3.connect(file)
connection.execute("PRAGMA foreign_keys = ON")
cursor = connection.execute(sql, [bytes.fromhex(v["hex"]) if isinstance(v, dict) else v for v in values])
names = [column[0] for column in cursor.description or []]
rows = [
    {name: {"hex": value.hex()} if isinstance(value, bytes) else value for name, value in zip(names, row)}
    for row in cursor.fetchall()
]
connection.commit()
json.dump({"rows": rows, "changes": cursor.rowcount}, sys.stdout)
