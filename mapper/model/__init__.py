"""Events, sources, vocabularies, table schemas, day rules, filters, errors."""
