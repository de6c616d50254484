// Which questions are asked: the part of XLSForm's expressions that forms use. What cannot be read is asked.

const TOKEN = /\s*(\$\{[^}]+\}|'[^']*'|"[^"]*"|-?\d+(?:\.\d+)?|<=|>=|!=|=|<|>|\(|\)|,|[A-Za-z-]+)/y;

function tokens(text) {
  const found = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.trimEnd().length) {
    const match = TOKEN.exec(text);
    if (!match) throw new SyntaxError(text);
    found.push(match[1]);
  }
  return found;
}

const COMPARED = {
  "=": (one, other) => same(one, other), "!=": (one, other) => !same(one, other),
  "<": (one, other) => figure(one) < figure(other), ">": (one, other) => figure(one) > figure(other),
  "<=": (one, other) => figure(one) <= figure(other), ">=": (one, other) => figure(one) >= figure(other),
};

const written = (value) => (Array.isArray(value) ? value.join(" ") : String(value ?? ""));
const same = (one, other) => written(one) === written(other);

// What nobody answered is neither more nor less than any number.
const figure = (value) => (value === null || value === undefined || value === "" || Array.isArray(value) ? NaN : Number(value));

class Reader {
  constructor(text, values) {
    this.left = tokens(text);
    this.values = values;
  }

  whole() {
    const found = this.either();
    if (this.left.length) throw new SyntaxError(this.left[0]);
    return Boolean(found);
  }

  either() {
    let found = this.both();
    while (this.take("or")) { const other = this.both(); found = Boolean(found) || Boolean(other); }
    return found;
  }

  both() {
    let found = this.compared();
    while (this.take("and")) { const other = this.compared(); found = Boolean(found) && Boolean(other); }
    return found;
  }

  compared() {
    const one = this.value();
    const how = COMPARED[this.left[0]];
    if (!how) return one;
    this.left.shift();
    return how(one, this.value());
  }

  value() {
    const next = this.left.shift();
    if (next === undefined) throw new SyntaxError("end");
    if (next.startsWith("${")) return this.values(next.slice(2, -1));
    if (/^['"]/.test(next)) return next.slice(1, -1);
    if (/^-?\d/.test(next)) return Number(next);
    if (next === "(") return this.closed(this.either());
    if (next === "not") return this.argument(() => !this.either());
    if (next === "selected") return this.argument(() => this.selected());
    if (next === "true" || next === "false") return this.argument(() => next === "true");
    throw new SyntaxError(next);
  }

  argument(read) {
    if (!this.take("(")) throw new SyntaxError("(");
    return this.closed(read());
  }

  selected() {
    const among = this.value();
    if (!this.take(",")) throw new SyntaxError(",");
    const wanted = String(this.value());
    return (Array.isArray(among) ? among : [among]).map(String).includes(wanted);
  }

  closed(found) {
    if (!this.take(")")) throw new SyntaxError(")");
    return found;
  }

  take(token) {
    if (this.left[0] !== token) return false;
    this.left.shift();
    return true;
  }
}

export function isAsked(expression, values) {
  if (!expression?.trim()) return true;
  try {
    return new Reader(expression, values).whole();
  } catch {
    return true;
  }
}
