# Reads metrics in the text format of Prometheus by the parser of its own library, and says the type of each as JSON.

import json
import sys

from prometheus_client.parser import text_string_to_metric_families

with open(sys.argv[1], encoding="utf-8") as page:
    families = list(text_string_to_metric_families(page.read()))
sums = {}
for family in families:
    for sample in family.samples:
        sums[sample.name] = sums.get(sample.name, 0) + sample.value
print(json.dumps({"types": {family.name: family.type for family in families}, "sums": sums}))
