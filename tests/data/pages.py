"""An HTML page as somebody reads it who does not see it: its text, line by line, with drawings in words."""

from html.parser import HTMLParser

BLOCKS = (
    "p",
    "li",
    "pre",
    "tr",
    "summary",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "figure",
    "figcaption",
    "div",
    "svg",
    "section",
)


class Page(HTMLParser):
    """Tags must be balanced; tags, attributes and text are collected."""

    VOID = ("meta", "link", "br", "img", "input", "rect", "circle", "path")

    def __init__(self, text):
        super().__init__()
        self.open, self.tags, self.attributes, self.text = [], [], [], ""
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in self.VOID:
            self.open.append(tag)
        if tag in BLOCKS:
            self.text += "\n"
        if tag in ("td", "th"):
            self.text += " "
        if tag == "svg" and "aria-label" in dict(attrs):
            self.text += f"({dict(attrs)['aria-label']})"

    def handle_startendtag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs

    def handle_endtag(self, tag):
        assert self.open.pop() == tag
        if tag in BLOCKS:
            self.text += "\n"

    def handle_data(self, data):
        if not {"svg", "style", "script"} & set(self.open):
            self.text += data if "pre" in self.open else " ".join(["", *data.split(), ""]) if data.strip() else " "

    @property
    def lines(self):
        """What is said, without empty lines; runs of blanks are one."""
        return [" ".join(line.split()) for line in self.text.split("\n") if line.strip()]
