using DenialDesk.App.Claims;
using DenialDesk.App.Data;
using DenialDesk.App.Deadlines;
using DenialDesk.App.People;
using DenialDesk.App.Remittances;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Denials;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Denials;

/// <summary>
/// An answer that upholds an earlier denial keeps that denial's reason (denial-decision.md, D0). When the earlier one comes in after it, it is decided again here, from its
/// stored rows and by the function an import decides with: category, department, route and first action follow. Who owns it, what was done on it and its money stay.
/// </summary>
internal static class UpheldAnswers
{
    private sealed record Stored(
        long DenialId, long AdjudicationId, DateOnly DeniedOn, AnsweredService Service, decimal DeniedAmount, Decided Decided, string[] Lines, EarlierDenial[] Earlier);

    /// <summary>What is decided again, as the denial's row holds it.</summary>
    private sealed record Decided(
        string Category, string Department, string Hardness, string Preventable, bool Clinical, bool Appealable, string FirstAction, string LeadRarc, string? NoAppealBecause);

    private sealed record Change(Stored Denial, Decided Now, DenialFound Found);

    /// <summary>Decides them again, inside the import's transaction; returns the denials that changed.</summary>
    /// <param name="foundAt">Only those behind a denial that was found at this moment, the import's: what a reprocess left to people stays left to them. Null looks at all.</param>
    public static async Task<IReadOnlyList<long>> SettleAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, CodeBook book, int practiceId, IReadOnlyCollection<(long ClaimId, int PayerId)> claims, DateTimeOffset? foundAt,
        DateTimeOffset now, CancellationToken cancellation)
    {
        var denials = await UpholdingAsync(connection, transaction, practiceId, claims, foundAt, cancellation);
        if (denials.Count == 0) { return []; }

        var answers = await StoredAnswers.ReadAsync(connection, transaction, practiceId, [.. denials.Select(d => d.AdjudicationId)], cancellation);
        var changes = denials.Select(d => Again(d, answers[d.AdjudicationId], book)).OfType<Change>().ToList();
        if (changes.Count == 0) { return []; }

        await SaveAsync(connection, transaction, practiceId, changes, cancellation);
        await Journal.AppendAsync(connection, transaction, Actor.Desk, now, cancellation, [.. changes.Select(c => Told(practiceId, c))]);
        return [.. changes.Select(c => c.Denial.DenialId)];
    }

    /// <summary>Null when nothing changes. Code rules that moved the money since are for a reprocess, which shows first what it would do.</summary>
    private static Change? Again(Stored denial, AdjudicatedClaim answer, CodeBook book)
    {
        var claim = answer with { EarlierCategory = EarlierDenial.Answered(denial.Earlier, denial.DeniedOn, denial.Service) };
        if (DenialDecision.Decide(claim, book, denial.DeniedOn).Denial is not { } found || found.DeniedAmount != denial.DeniedAmount) { return null; }

        var now = new Decided(
            found.Category.Text(), found.Department.Text(), found.Hardness.Text(), found.Preventable.Text(), found.Clinical, found.Appealable, found.FirstAction.Text(),
            found.LeadRarc ?? "", found.NoAppealBecause);
        return now == denial.Decided && Reasons(found).Select(Line).SequenceEqual(denial.Lines) ? null : new(denial, now, found);
    }

    private static IEnumerable<DenialReason> Reasons(DenialFound found) => found.Lines.SelectMany(l => l.Reasons).OrderBy(r => r.LineIndex ?? 0).ThenBy(r => r.Ordinal);

    private static string Line(DenialReason reason) => $"{reason.Category.Text()} {reason.Rarc}";

    private static JournalEntry Told(int practiceId, Change change) => new(
        "denial.decided_again", "denial", change.Denial.DenialId.ToString(System.Globalization.CultureInfo.InvariantCulture), practiceId, change.Denial.Decided,
        new { change.Now, Because = "The denial it upholds came in after it." });

    private static async Task<List<Stored>> UpholdingAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, int practiceId, IReadOnlyCollection<(long ClaimId, int PayerId)> claims, DateTimeOffset? foundAt, CancellationToken cancellation)
    {
        // By denial_claim; answers and lines by key.
        await using var command = new NpgsqlCommand(
            $"""
            select distinct on (d.denial_id) d.denial_id, d.adjudication_id, d.denied_on, a.payer_claim_number, a.service_from, a.service_to, d.denied_amount,
                   d.category, d.department, d.hardness, d.preventable, d.clinical, d.appealable, d.first_action, d.lead_rarc, d.no_appeal_because, n.lines, a.status_code, a.member_id, {DenialClocks.EarlierOf("f")}
            from unnest($2::bigint[], $3::int[]) as s (claim_id, payer_id)
            join denial d on d.practice_id = $1 and d.claim_id = {ClaimKin.Of("$1", "s.claim_id")} and d.payer_id = s.payer_id and d.outcome is distinct from 'not_a_denial'
            join adjudication a on a.practice_id = d.practice_id and a.adjudication_id = d.adjudication_id
            cross join lateral (
                select array_agg(l.category || ' ' || l.rarc order by l.line_no, l.ordinal) as lines, bool_or(l.carc = any($4)) as upholds
                from denial_line l where l.practice_id = d.practice_id and l.denial_id = d.denial_id) n
            cross join lateral (
                select {DenialClocks.Earlier("x", "b")}, bool_or($5::timestamptz is null or x.found_at = $5) as late from denial x join adjudication b on b.practice_id = x.practice_id and b.adjudication_id = x.adjudication_id
                where x.practice_id = d.practice_id and x.claim_id = {ClaimKin.Of("d.practice_id", "d.claim_id")} and x.payer_id = d.payer_id and x.denied_on < d.denied_on and x.outcome is distinct from 'not_a_denial') f
            where n.upholds and f.late order by d.denial_id
            """,
            connection,
            transaction);
        command.Parameters.AddWithValue(practiceId);
        command.Parameters.AddWithValue(claims.Select(c => c.ClaimId).ToArray());
        command.Parameters.AddWithValue(claims.Select(c => c.PayerId).ToArray());
        command.Parameters.AddWithValue(UpheldAppeal.Carcs);
        command.Parameters.Add(new() { Value = (object?)foundAt ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz });
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var found = new List<Stored>();
        while (await rows.ReadAsync(cancellation))
        {
            DateOnly? Day(int column) => rows.IsDBNull(column) ? null : rows.GetFieldValue<DateOnly>(column);
            found.Add(new(
                rows.GetInt64(0), rows.GetInt64(1), rows.GetFieldValue<DateOnly>(2), new(rows.GetString(3), Day(4), Day(5)) { Coverage = new(rows.GetString(17), rows.GetString(18)) }, rows.GetDecimal(6),
                new(
                    rows.GetString(7), rows.GetString(8), rows.GetString(9), rows.GetString(10), rows.GetBoolean(11), rows.GetBoolean(12), rows.GetString(13), rows.GetString(14),
                    rows.IsDBNull(15) ? null : rows.GetString(15)),
                rows.GetFieldValue<string[]>(16), DenialClocks.ReadEarlier(rows, 19)));
        }

        return found;
    }

    /// <summary>Writes what was decided; an open denial loses the parts of its score, so that the ranking after the import explains the new one.</summary>
    private static async Task SaveAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, int practiceId, List<Change> changes, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection, transaction);
        foreach (var change in changes)
        {
            batch.BatchCommands.Add(Denial(practiceId, change));
            var (denial, reasons) = (change.Denial, Reasons(change.Found).ToList());
            batch.BatchCommands.Add(OfReasons("update denial_line t set category = x.category, rarc = x.rarc {0} t.denial_id = $2", practiceId, denial.DenialId, reasons));
            batch.BatchCommands.Add(OfReasons("update adjustment t set category = x.category {0} t.adjudication_id = $2", practiceId, denial.AdjudicationId, reasons));
        }

        await batch.ExecuteNonQueryAsync(cancellation);
    }

    // Column "search" holds the leading codes between other words (DenialRow).
    private static NpgsqlBatchCommand Denial(int practiceId, Change change) => new(
        """
        update denial d set category = $3, department = $4, hardness = $5, preventable = $6, clinical = $7, appealable = $8, first_action = $9, lead_rarc = $10, no_appeal_because = $11,
               search = replace(d.search, lower(d.lead_group || '-' || d.lead_carc || ' ' || d.lead_rarc), lower(d.lead_group || '-' || d.lead_carc || ' ' || $10)),
               score_parts = case when d.is_open then '{}' else d.score_parts end, version = d.version + 1
        where d.practice_id = $1 and d.denial_id = $2
        """)
    {
        Parameters =
        {
            new() { Value = practiceId }, new() { Value = change.Denial.DenialId }, new() { Value = change.Now.Category }, new() { Value = change.Now.Department },
            new() { Value = change.Now.Hardness }, new() { Value = change.Now.Preventable }, new() { Value = change.Now.Clinical }, new() { Value = change.Now.Appealable },
            new() { Value = change.Now.FirstAction }, new() { Value = change.Now.LeadRarc },
            new() { Value = (object?)change.Now.NoAppealBecause ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
        },
    };

    private static NpgsqlBatchCommand OfReasons(string update, int practiceId, long id, List<DenialReason> reasons) => new(string.Format(
        System.Globalization.CultureInfo.InvariantCulture, update,
        "from unnest($3::int[], $4::int[], $5::text[], $6::text[]) as x (line_no, ordinal, category, rarc) where t.practice_id = $1 and t.line_no = x.line_no and t.ordinal = x.ordinal and"))
    {
        Parameters =
        {
            new() { Value = practiceId }, new() { Value = id }, new() { Value = reasons.ConvertAll(r => r.LineIndex ?? 0).ToArray() }, new() { Value = reasons.ConvertAll(r => r.Ordinal).ToArray() },
            new() { Value = reasons.ConvertAll(r => r.Category.Text()).ToArray() }, new() { Value = reasons.ConvertAll(r => r.Rarc ?? "").ToArray() },
        },
    };
}
