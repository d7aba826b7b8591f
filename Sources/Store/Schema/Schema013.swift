/// Lists in conditions are spelled out: for `IN` with more than two values SQLite builds a tree in memory each time
/// the statement runs, and a message met thirty of them.
///
/// The text of a CHECK is all that changes, and nothing that it says: SQLite's own way for that is to write the schema
/// (sqlite.org/lang_altertable.html, section 7).
enum Schema013 {
    static let sql = """
        PRAGMA writable_schema = ON;
        UPDATE sqlite_schema SET sql = replace(replace(replace(replace(sql,
            'state IN (''queued'',''submitting'',''committing'',''accepted'',
                ''refused'',''in-doubt'',''withdrawn'',''bounced'')',
            '(state = ''queued'' OR state = ''submitting'' OR state = ''committing''
                OR state = ''accepted'' OR state = ''refused'' OR state = ''in-doubt''
                OR state = ''withdrawn'' OR state = ''bounced'')'),
            'state NOT IN (''committing'',''in-doubt'',''accepted'',''bounced'')',
            '(state <> ''committing'' AND state <> ''in-doubt'' AND state <> ''accepted''
                AND state <> ''bounced'')'),
            'state NOT IN (''accepted'',''refused'',''withdrawn'',''bounced'')',
            '(state <> ''accepted'' AND state <> ''refused'' AND state <> ''withdrawn''
                AND state <> ''bounced'')'),
            'urgency IN (0, 1, 2)', 'urgency BETWEEN 0 AND 2')
            WHERE type = 'table' AND name = 'delivery';
        UPDATE sqlite_schema SET sql = replace(replace(sql,
            'state IN (''waiting'',''sending'',''at-task'',''held'',''paused'',''ended'')',
            '(state = ''waiting'' OR state = ''sending'' OR state = ''at-task'' OR state = ''held''
                OR state = ''paused'' OR state = ''ended'')'),
            'state IN (''waiting'',''paused'',''at-task'')',
            '(state = ''waiting'' OR state = ''paused'' OR state = ''at-task'')')
            WHERE type = 'table' AND name = 'enrollment';
        UPDATE sqlite_schema SET sql = replace(replace(sql,
            'channel IN (''email'',''call'',''linkedin'',''task'')',
            '(channel = ''email'' OR channel = ''call'' OR channel = ''linkedin'' OR channel = ''task'')'),
            'state IN (''open'',''done'',''skipped'',''expired'',''cancelled'')',
            '(state = ''open'' OR state = ''done'' OR state = ''skipped'' OR state = ''expired''
                OR state = ''cancelled'')')
            WHERE type = 'table' AND name IN ('task', 'touch');
        UPDATE sqlite_schema SET sql = replace(sql, 'thirdTouch IN (0, 1, 2)',
            'thirdTouch BETWEEN 0 AND 2')
            WHERE type = 'table' AND name = 'tallyCell';
        PRAGMA writable_schema = RESET;

        DROP INDEX deliveryOpen;
        CREATE INDEX deliveryOpen ON delivery(state)
            WHERE state = 'queued' OR state = 'submitting' OR state = 'committing'
                OR state = 'in-doubt';
        DROP INDEX historyOfHandOff;
        CREATE INDEX historyOfHandOff ON history(handOffID, id)
            WHERE event = 'assigned' OR event = 'accepted' OR event = 'disposed'
                OR event = 'rejected' OR event = 'reopened';
        DROP TRIGGER tallyDelivery;
        CREATE TRIGGER tallyDelivery AFTER UPDATE OF state, dueAt ON delivery
            WHEN NEW.dueAt <> OLD.dueAt
                OR NOT (NEW.state = 'queued' OR NEW.state = 'submitting' OR NEW.state = 'committing')
                OR NOT (OLD.state = 'queued' OR OLD.state = 'submitting' OR OLD.state = 'committing')
        BEGIN INSERT INTO tallyChange (handOffID) VALUES (NEW.handOffID); END;
        """
}
