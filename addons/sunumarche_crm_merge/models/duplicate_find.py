import json

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..engine.duplicate_clusters import cluster
from ..engine.duplicate_finder import DuplicateFinder
from ..engine.duplicate_judge import PROPOSE, SAFE, WARN, to_chance
from ..engine.duplicate_lock import DuplicateLock

RANKS = {SAFE: 1, PROPOSE: 2, WARN: 3}


class DuplicateGroup(models.Model):
    """Finds the groups of the whole base."""

    _inherit = "sunumarche.duplicate.group"

    @api.model
    def action_find(self):
        """Look for duplicates in the whole base now."""
        self._check_right()
        # sudo: sunumarche.duplicate.group - a search of everything, shown by scope
        found = self.sudo()._find()
        if found is None:
            raise UserError(
                self.env._("Somebody is looking for duplicates already: wait for it.")
            )
        return self.env["ir.actions.act_window"]._for_xml_id(
            "sunumarche_crm_merge.sunumarche_duplicate_group_action"
        )

    @api.model
    def _cron_find(self):
        """Learn and find by night."""
        self.env["sunumarche.duplicate.profile"]._rebuild()
        self._find()

    @api.model
    def _find(self, learn=True):
        """Write the groups anew; return their number, None if another one does.

        Weights are learnt from the pairs that were compared, and kept.
        """
        if not DuplicateLock.acquire_lock(self.env):
            return None
        self.env.flush_all()
        self.env["sunumarche.duplicate.profile"]._follow()
        finder = DuplicateFinder(self.env)
        finder.compare()
        # sudo: sunumarche.linkage - written by the engine alone
        linkages = self.env["sunumarche.linkage"].sudo()
        if learn and finder.count() > 1:
            linkages._learn(finder.train(), finder.count())
        linkage = linkages._get_current()
        judge = linkage._get_judge()
        pairs = {
            (pair.one_id, pair.other_id): pair
            for pair in finder.find(linkage._get_model(), judge.warn)
        }
        finder.close()
        refused = self.env["sunumarche.duplicate.exception"]._get_pairs()
        groups = self._compose(pairs, refused, judge)
        self._write_groups(groups)
        return len(groups)

    @api.model
    def _compose(self, pairs, refused, judge):
        """Return the groups as dicts: those to propose, then pairs that are alike."""
        levels = {
            key: judge.get_level(pair.score, pair.levels)
            for key, pair in pairs.items()
            if key not in refused
        }
        likely = [key for key, level in levels.items() if level != WARN]
        sure = {key for key in likely if pairs[key].score >= judge.safe}
        groups, grouped = [], set()
        for members in cluster(likely, refused, sure):
            keys = [
                (one, other)
                for place, one in enumerate(members)
                for other in members[place + 1 :]
                if (one, other) in pairs
            ]
            grouped.update(members)
            groups.append(self._prepare_group(members, keys, pairs, levels))
        groups += [
            self._prepare_group(list(key), [key], pairs, levels)
            for key, level in levels.items()
            if level == WARN and grouped.isdisjoint(key)
        ]
        return groups

    def _prepare_group(self, members, keys, pairs, levels):
        weakest = max((levels.get(key, WARN) for key in keys), key=RANKS.get)
        complete = len(keys) == len(members) * (len(members) - 1) / 2
        if not complete or (weakest == WARN and len(members) > 2):
            weakest = PROPOSE
        return {
            "level": weakest,
            "level_rank": RANKS[weakest],
            "chance": min(to_chance(pairs[key].score) for key in keys),
            "members": members,
            "pairs": [
                {
                    "one_key": one,
                    "other_key": other,
                    "score": pairs[one, other].score,
                    "chance": to_chance(pairs[one, other].score),
                    "levels": list(pairs[one, other].levels),
                }
                for one, other in keys
            ],
        }

    @api.model
    def _write_groups(self, groups):
        """Replace all groups; three statements, whatever their number."""
        self.env.execute_query(SQL("DELETE FROM sunumarche_duplicate_group"))
        first = self._reserve_ids(len(groups))
        for number, group in enumerate(groups):
            group["id"] = first + number
        document = json.dumps(groups)
        self.env.execute_query(
            SQL(
                """
                INSERT INTO sunumarche_duplicate_group
                            (id, name, level, level_rank, chance, member_count,
                             other_count)
                     SELECT id, '', level, level_rank, chance,
                            jsonb_array_length(members),
                            (SELECT count(*) FROM jsonb_array_elements_text(members) key
                              WHERE key::integer %% 4 > 0)
                       FROM jsonb_to_recordset(%s::jsonb)
                            line (id integer, level text, level_rank integer,
                                  chance float8, members jsonb)
                """,
                document,
            )
        )
        self.env["sunumarche.duplicate.member"]._write_members(document)
        self.env["sunumarche.duplicate.pair"]._write_pairs(document)
        self._write_names()
        self.env.invalidate_all()

    def _reserve_ids(self, count):
        """Return the first of so many ids that follow each other; 0 of none."""
        [[first]] = self.env.execute_query(
            SQL(
                "SELECT min(nextval('sunumarche_duplicate_group_id_seq'))"
                " FROM generate_series(1, %s)",
                count,
            )
        )
        return first or 0

    def _write_names(self):
        self.env.execute_query(
            SQL(
                """
                UPDATE sunumarche_duplicate_group found
                   SET name = names.name
                  FROM (SELECT group_id, string_agg(DISTINCT name, ' · ') AS name
                          FROM sunumarche_duplicate_member
                      GROUP BY group_id) names
                 WHERE names.group_id = found.id
                """
            )
        )
