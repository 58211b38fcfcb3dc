"""One module a source: it reads pages and yields bills; it never fetches."""
