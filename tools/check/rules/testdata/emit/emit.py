# Writes the front matter on standard input again in every way of PyYAML, as JSON: {"name": "text"}. Exits with 3 when PyYAML is not there.
import datetime, json, sys

try:
    import yaml
except ImportError:
    sys.exit(3)

ways = {
    "PyYAML": dict(allow_unicode=True),
    "PyYAML in ASCII": dict(),
    "PyYAML, not sorted": dict(allow_unicode=True, sort_keys=False),
    "PyYAML in single quotes": dict(allow_unicode=True, default_style="'"),
    "PyYAML in double quotes": dict(allow_unicode=True, default_style='"'),
    "PyYAML folded": dict(allow_unicode=True, default_style=">"),
    "PyYAML literal": dict(allow_unicode=True, default_style="|"),
    "PyYAML in brackets": dict(allow_unicode=True, default_flow_style=True),
    "PyYAML, narrow": dict(allow_unicode=True, width=30),
    "PyYAML on one line": dict(allow_unicode=True, width=10000),
    "PyYAML for Windows": dict(allow_unicode=True, line_break="\r\n"),
}


class Timestamps(yaml.SafeDumper):
    pass


Timestamps.add_representer(datetime.date, lambda d, v: d.represent_scalar("tag:yaml.org,2002:timestamp", v.isoformat() + "T00:00:00.000Z"))
front = yaml.safe_load(sys.stdin.buffer.read())
out = {name: yaml.safe_dump(front, **options) for name, options in ways.items()}
out["PyYAML with timestamps"] = yaml.dump(front, Dumper=Timestamps, allow_unicode=True)
try:
    import io
    from ruamel.yaml import YAML

    for width in (80, 40):
        stream, ruamel = io.StringIO(), YAML()
        ruamel.width = width
        ruamel.dump(front, stream)
        out[f"ruamel at {width}"] = stream.getvalue()
except ImportError:
    pass
json.dump(out, sys.stdout)
