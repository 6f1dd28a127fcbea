"""One lab for all cases of a test program, brought from one world to the next."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lab"))
from vnetlab import lab, world as worlds  # noqa: E402


class Vnet:
    relay = None  # the wire with a length, where a scenario has one
    lab = None
    mixins, scenarios = worlds.load_scenarios()

    @classmethod
    def of(cls, name, **changes):
        cls.lab = cls.lab or lab.Lab(cls.relay)
        cls.lab.apply(worlds.make_world({**cls.scenarios[name], **changes}, cls.mixins))
        return cls.lab
