"""A version that a run uses is frozen, in the database too: what was asked of the hospitals never reads otherwise."""

import pgtrigger


def frozen_with_its_version(campaign_of: str) -> pgtrigger.Trigger:
    """No row is added, changed or taken away once the version it belongs to is in use.

    `campaign_of` is SQL for the version of `{row}`. Its row is locked: a run that is being opened goes first or waits.
    """
    versions = ", ".join(f"({campaign_of.format(row=row)})" for row in ("OLD", "NEW"))
    return pgtrigger.Trigger(
        name="frozen_with_its_version",
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        when=pgtrigger.Before,
        declare=[("version", "RECORD")],
        func="""
            FOR version IN
                SELECT frozen_at FROM campaigns_campaign WHERE id IN (VERSIONS) FOR SHARE
            LOOP
                IF version.frozen_at IS NOT NULL THEN
                    RAISE EXCEPTION 'a version in use is frozen' USING ERRCODE = 'check_violation';
                END IF;
            END LOOP;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW;
        """.replace("VERSIONS", versions),
    )


def frozen_once_used() -> pgtrigger.Protect:
    """The version itself: after the first run neither changed nor deleted, nor opened for changes again."""
    return pgtrigger.Protect(
        name="frozen_once_used",
        operation=pgtrigger.Update | pgtrigger.Delete,
        condition=pgtrigger.Q(old__frozen_at__isnull=False),
    )


def freezes_its_version() -> pgtrigger.Trigger:
    """Whoever opens a run, by whatever road, freezes what it asks."""
    return pgtrigger.Trigger(
        name="freezes_its_version",
        operation=pgtrigger.Insert | pgtrigger.Update,
        when=pgtrigger.Before,
        func="""
            UPDATE campaigns_campaign SET frozen_at = NEW.opened_at
                WHERE id = NEW.campaign_id AND frozen_at IS NULL;
            RETURN NEW;
        """,
    )
