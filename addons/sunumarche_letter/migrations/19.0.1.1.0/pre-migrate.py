def migrate(cr, version):
    """Rules are code: from now on an update brings those of this version."""
    cr.execute(
        """
        UPDATE ir_model_data
           SET noupdate = FALSE
         WHERE module = 'sunumarche_letter' AND model = 'ir.rule' AND noupdate
        """
    )
