-- 同步发布 in PostgreSQL itself: what interpretations.audit would find is refused at
-- commit, whoever wrote it. The names in braces come from the models' tables.
--
-- Deferred, because a pair is written in several statements, in either order. The row
-- of the policy is locked first, as interpretations.guard does, so that of two
-- transactions the later one sees what the earlier one wrote. The triggers name no
-- column: a trigger that does forbids every later migration of that column.

CREATE OR REPLACE FUNCTION pairing_is_hidden(page_path text) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT 1
        FROM {restriction} restriction JOIN {page} above ON above.id = restriction.page_id
        WHERE starts_with(page_path, above.path)
    )
$$;

CREATE OR REPLACE FUNCTION pairing_check(policy bigint) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    stored record;
BEGIN
    PERFORM 1 FROM {page} WHERE id = policy FOR NO KEY UPDATE;
    SELECT page.live, page.path, page.alias_of_id, document.disclosure INTO stored
    FROM {page} page JOIN {policy} document ON document.page_ptr_id = page.id
    WHERE page.id = policy;
    IF stored.live AND (
        stored.disclosure <> '{proactive}'
        OR stored.alias_of_id IS NOT NULL
        OR pairing_is_hidden(stored.path)
        OR NOT EXISTS (
            SELECT 1
            FROM {interpretation} reading JOIN {page} page ON page.id = reading.page_ptr_id
            WHERE reading.policy_id = policy AND reading.is_complete
                AND page.live AND page.alias_of_id IS NULL
                AND (page.expire_at IS NULL OR page.expire_at > now())
                AND NOT pairing_is_hidden(page.path)
        )
    ) THEN
        RAISE EXCEPTION 'policy % may not be public: no interpretation (解读) that the public can read, not for disclosure (主动公开), restricted or an alias', policy
            USING ERRCODE = 'integrity_constraint_violation';
    ELSIF NOT stored.live AND EXISTS (
        SELECT 1
        FROM {interpretation} reading JOIN {page} page ON page.id = reading.page_ptr_id
        WHERE reading.policy_id = policy AND page.live
    ) THEN
        RAISE EXCEPTION 'an interpretation (解读) of policy % may not be public without it', policy
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
END $$;

CREATE OR REPLACE FUNCTION pairing_check_notice(notice bigint) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM {page} page JOIN {notice} document ON document.page_ptr_id = page.id
        WHERE page.id = notice AND page.live AND document.disclosure <> '{proactive}'
    ) THEN
        RAISE EXCEPTION 'notice % may not be public: it is not for disclosure (主动公开)', notice
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
END $$;

CREATE OR REPLACE FUNCTION pairing_page_changed() RETURNS trigger
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND (NEW.live, NEW.alias_of_id, NEW.expire_at, NEW.path)
        IS NOT DISTINCT FROM (OLD.live, OLD.alias_of_id, OLD.expire_at, OLD.path)
    THEN
        RETURN NULL;
    END IF;
    PERFORM pairing_check(NEW.id);
    PERFORM pairing_check(policy_id) FROM {interpretation} WHERE page_ptr_id = NEW.id;
    PERFORM pairing_check_notice(NEW.id);
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION pairing_policy_changed() RETURNS trigger
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF TG_OP = 'INSERT' OR NEW.disclosure <> OLD.disclosure THEN
        PERFORM pairing_check(NEW.page_ptr_id);
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION pairing_notice_changed() RETURNS trigger
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    PERFORM pairing_check_notice(NEW.page_ptr_id);
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION pairing_interpretation_changed() RETURNS trigger
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND (NEW.policy_id, NEW.is_complete)
        IS NOT DISTINCT FROM (OLD.policy_id, OLD.is_complete)
    THEN
        RETURN NULL;
    END IF;
    IF TG_OP <> 'INSERT' THEN
        PERFORM pairing_check(OLD.policy_id);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        PERFORM pairing_check(NEW.policy_id);
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION pairing_restriction_changed() RETURNS trigger
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    PERFORM pairing_check(pair.policy)
    FROM (
        SELECT DISTINCT coalesce(reading.policy_id, below.id) AS policy
        FROM {page} above
        JOIN {page} below ON starts_with(below.path, above.path) AND below.live
        LEFT JOIN {interpretation} reading ON reading.page_ptr_id = below.id
        WHERE above.id = NEW.page_id
        ORDER BY policy
    ) pair;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS pairing ON {page};
CREATE CONSTRAINT TRIGGER pairing AFTER INSERT OR UPDATE ON {page}
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION pairing_page_changed();
DROP TRIGGER IF EXISTS pairing ON {policy};
CREATE CONSTRAINT TRIGGER pairing AFTER INSERT OR UPDATE ON {policy}
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION pairing_policy_changed();
DROP TRIGGER IF EXISTS pairing ON {notice};
CREATE CONSTRAINT TRIGGER pairing AFTER INSERT OR UPDATE ON {notice}
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION pairing_notice_changed();
DROP TRIGGER IF EXISTS pairing ON {interpretation};
CREATE CONSTRAINT TRIGGER pairing AFTER INSERT OR UPDATE OR DELETE ON {interpretation}
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION pairing_interpretation_changed();
DROP TRIGGER IF EXISTS pairing ON {restriction};
CREATE CONSTRAINT TRIGGER pairing AFTER INSERT OR UPDATE ON {restriction}
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION pairing_restriction_changed();
