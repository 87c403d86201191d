def migrate(cr, version):
    """Rules are code: from now on an update brings those of this version.

    What the data no longer say of a rule falls back to what a new rule has.
    """
    cr.execute(
        """
        UPDATE ir_rule
           SET active = TRUE, perm_read = TRUE, perm_write = TRUE,
               perm_create = TRUE, perm_unlink = TRUE
          FROM ir_model_data data
         WHERE data.module = 'sunumarche_letter' AND data.model = 'ir.rule'
           AND data.noupdate AND data.res_id = ir_rule.id
        """
    )
    cr.execute(
        """
        UPDATE ir_model_data
           SET noupdate = FALSE
         WHERE module = 'sunumarche_letter' AND model = 'ir.rule' AND noupdate
        """
    )
