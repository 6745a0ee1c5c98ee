"""Fine-tune a model, or just prompt it?  From what is known of a task to a written verdict with its sources.

>>> from ftdecide import TaskProfile, assess
>>> profile = TaskProfile.from_json({"gap": "knowledge", "near_miss": False})
>>> assess(profile).decision
'use_retrieval'
"""

__version__ = "0.1.0"

from ftdecide.fields import InvalidProfile
from ftdecide.model import TaskProfile
from ftdecide.render import to_json
from ftdecide.verdict import assess

__all__ = ["InvalidProfile", "TaskProfile", "assess", "to_json"]
