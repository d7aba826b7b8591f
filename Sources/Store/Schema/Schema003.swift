/// Rests that keep the delay of the step at hand; replies by the words of the classes, and bounces that name several addresses.
enum Schema003 {
    static let sql = """
        UPDATE enrollment SET isRestart = 1
            WHERE state IN ('sending', 'at-task', 'held', 'paused', 'ended');

        UPDATE reply SET class = json_object('bounce', json_object('_0', json_object(
                'recipients', CASE WHEN json_extract(class, '$.bounce._0.recipient') IS NULL
                    THEN json_array()
                    ELSE json_array(json_object(
                        'address', json_extract(class, '$.bounce._0.recipient'),
                        'severity', json_extract(class, '$.bounce._0.kind'),
                        'status', json_extract(class, '$.bounce._0.status'))) END,
                'severity', json_extract(class, '$.bounce._0.kind'),
                'status', json_extract(class, '$.bounce._0.status'),
                'diagnostic', json_extract(class, '$.bounce._0.diagnostic'))))
            WHERE kind = 'bounce';
        UPDATE reply SET class = json_set(class, '$.autoReply._0.form',
                CASE WHEN json_extract(class, '$.autoReply._0.returnsOn') IS NULL
                    THEN 'acknowledgement' ELSE 'outOfOffice' END)
            WHERE kind = 'auto-reply';
        UPDATE reply SET kind = CASE kind
            WHEN 'read-receipt' THEN 'disposition-notice'
            WHEN 'calendar-answer' THEN 'calendar'
            WHEN 'bounce' THEN CASE json_extract(class, '$.bounce._0.severity')
                WHEN 'delayed' THEN 'delay' ELSE 'bounce' END
            WHEN 'auto-reply' THEN CASE json_extract(class, '$.autoReply._0.form')
                WHEN 'outOfOffice' THEN 'out-of-office' ELSE 'auto-reply' END
            ELSE kind END;
        """
}
