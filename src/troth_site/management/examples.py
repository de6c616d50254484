"""What stands at the end of each command's help: an example, and what the numbers in its answer mean."""

EXAMPLES = {
    "demo:fill": """\
example:
  troth demo --today 2026-11-22      the same day, the same record""",
    "serve:serve": """\
example:
  troth serve --demo --port 8100
  Troth is at http://127.0.0.1:8100/""",
    "imports:orders": """\
Rows that cannot be read are told and left out; the others come in, and the same file again changes nothing. Fields are
order, line, promised, delivered, recorded, quantity, value, currency, item.

example:
  troth import orders history.csv --factory-column Vendor --key ID --dry-run
  troth import orders history.csv --factory-column Vendor --key ID --answer 'Due date=day-first'""",
    "imports_undone:undo": """\
Lines that another file tells of too stay: what stands of them is what that file says. Whatever people recorded by hand
of a line that stays is kept. The file itself stays too, and can be imported again.

example:
  troth import undo 3 --dry-run       a number from troth import list
  troth import undo orders.csv""",
    "imports_undone:listed": """\
example:
  troth import list
      4  done      2026-03-09  april.csv  1 new, 1 changed""",
    "inspection_imports:inspections": """\
A row is one inspection, or one defect found in it. Blanks are unknown, and pending is not passed.

example:
  troth import inspections results.xlsx --factory-column Supplier --dry-run""",
    "checklists:checklist": """\
A form of the same name becomes the next version. What cannot be kept is told with sheet, row and column, and then
nothing is kept.

example:
  troth import checklist carton_check.xlsx --dry-run
  troth import checklist carton_check.xlsx --organisation "Tarnholm Outfitters\"""",
    "partners:partners": """\
example:
  troth partners
  troth partners --as-of 2026-03-03 --json      what was known on that day""",
    "partners:partner": """\
example:
  troth partner "Yongfa"
  troth partner "Yongfa" --as-of 2026-03-03 --json""",
    "trust:explain": """\
The score starts where nothing is known; every step is one entry of the record, and start and steps add up to it.

example:
  troth explain "Yongfa" --dimension delivery --side factory""",
    "backtest:backtest_file": """\
Every line is predicted 30 days before it was due, from what had been recorded by then; lower log-loss is better. The
first 500 lines only train. Needs no database.

example:
  troth backtest history.csv --factory-column Vendor --set-aside 'Vendor=SCMS from RDC'""",
    "ledger:export": """\
example:
  troth ledger export "Yongfa" yongfa.jsonl""",
    "ledger_copies:verify": """\
Ends with 1 and names the first entry that does not fit. Needs no server and no database.

example:
  troth ledger verify yongfa.jsonl
  troth ledger verify newer.jsonl --head HASH      also: does the head I kept still stand in it?""",
    "trust:recompute": """\
Nothing in the record changes; what was computed from it is made anew.

example:
  troth recompute --json""",
    "doctor:doctor": """\
Ends with 1 where something is amiss, and prints the line that mends it.

example:
  troth doctor""",
    "serve:link": """\
example:
  troth sign-in ingrid@tarnholm.example""",
    "tokens:token": """\
example:
  troth token ingrid@tarnholm.example --name "stock system" --days 90
  troth token ingrid@tarnholm.example --revoke""",
    "translations:check": """\
Ends with 1 where a language lacks a sentence.

example:
  troth i18n check""",
    "response:response": """\
A request is a message that starts a thread: its In-Reply-To is not in the file. Its answer is the first message of
another sender in that thread; what a machine sent is neither. Open requests count (Kaplan-Meier), up to the last dated
message. Hours are the wall clock's; low and high are the 95 % interval of within_24h; null: no request, or no median.

example:
  troth response mail.mbox --json
  {"requests": 3, "answered": 2, "open": 1, "within_24h": 0.667, "median_hours": 5.5, "low": 0.208, "high": 0.939}""",
}
