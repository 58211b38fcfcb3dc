"""Find the bills of one topic among a whole session, and say why.

The topic itself is a TOML file (``data/topics.toml``): vocabularies, rules over them, false
friends, the scope in plain words and its border cases. Swap the file and the tracker follows
another topic. `load` reads the file's text, `judge` weighs one bill by title, subjects and text.

Bills are weighed by rules. A rule is met where one word of each of its vocabularies stands within
a stretch of characters. Weights of met rules add up like independent doubts,
``1 - (1 - a)(1 - b)``; a false friend takes its share away again.
"""

from billwatch.topics.rule import Border, Match, Rule, Topic
from billwatch.topics.toml import load
from billwatch.topics.weigh import judge

__all__ = ["Border", "Match", "Rule", "Topic", "judge", "load"]
