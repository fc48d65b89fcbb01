using DenialDesk.App.Deadlines;
using DenialDesk.App.Documents;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Deadlines;
using DenialDesk.Domain.Denials;
using DenialDesk.Domain.Documents;
using Npgsql;

namespace DenialDesk.App.Denials;

/// <summary>A denial as the path guard sees it: the facts, and what was decided last.</summary>
/// <param name="Decided">The way decided last; null while nobody has decided.</param>
/// <param name="Lifted">The stops that decision goes past.</param>
internal sealed record GuardedDenial(PathFacts Facts, WorkPath? Decided, IReadOnlySet<string> Lifted)
{
    // The denial, its adjudication, payer and newest decision by key; what is in flight beside it by denial_claim; rejections by submission_link_claim.
    private const string Sql =
        """
        select d.hardness, d.first_action, d.flags, a.status_code, p.lob, d.state = 'waiting', d.outcome, d.waiting_since,
               x.outcome, x.waiting_since, (select (c.body->>'responseDays')::int from payer_conduct c where c.payer_id = d.payer_id order by c.version desc limit 1),
               exists (select 1 from submission_link l join rejection r on r.practice_id = l.practice_id and r.submitted_id = l.submitted_id
                       where l.practice_id = d.practice_id and l.claim_id = d.claim_id and r.state = 'open'),
               n.path, n.lifted, d.practice_id, d.denial_id
        from denial d
        join payer p on p.payer_id = d.payer_id
        join adjudication a on a.practice_id = d.practice_id and a.adjudication_id = d.adjudication_id
        left join lateral (select o.outcome, o.waiting_since from denial o where o.practice_id = d.practice_id and o.claim_id = d.claim_id and o.denial_id <> d.denial_id
                             and o.payer_id = d.payer_id and o.payer_claim_number = d.payer_claim_number and d.payer_claim_number <> '' and o.state = 'waiting' limit 1) x on true
        left join lateral (select m.path, m.lifted from denial_decision m where m.practice_id = d.practice_id and m.denial_id = d.denial_id order by m.decision_id desc limit 1) n on true
        """;

    private const string Many = Sql + " join unnest($1::int[], $2::bigint[]) as w (practice_id, denial_id) on w.practice_id = d.practice_id and w.denial_id = d.denial_id";

    /// <summary>Reads it on the caller's connection.</summary>
    /// <param name="windows">Whether the windows of each way and the documents are looked at too; a step that sends nothing does not need them.</param>
    public static async Task<GuardedDenial> OfAsync(NpgsqlConnection connection, NpgsqlTransaction? transaction, DenialRecord denial, bool windows, CancellationToken cancellation)
    {
        GuardedDenial found;
        await using (var command = new NpgsqlCommand(Sql + " where d.practice_id = $1 and d.denial_id = $2", connection, transaction) { Parameters = { new() { Value = denial.PracticeId }, new() { Value = denial.DenialId } } })
        await using (var r = await command.ExecuteReaderAsync(cancellation))
        {
            await r.ReadAsync(cancellation);
            found = Read(r, denial);
        }

        if (!windows || !DenialSteps.IsOpen(denial.Facts.State)) { return found; }

        var facts = await WithWindowsAsync(connection, transaction, found.Facts, denial, cancellation);
        var needed = await RequiredDocuments.OfAsync(connection, transaction, denial.PracticeId, denial.DenialId, denial.Today, cancellation);
        return found with { Facts = facts with { EvidenceMissing = Papers(needed, DocumentStanding.Requested), EvidenceUnseen = Papers(needed, DocumentStanding.Missing) } };
    }

    /// <summary>Reads many without windows and documents, for steps that send nothing.</summary>
    public static async Task<IReadOnlyDictionary<(int PracticeId, long DenialId), GuardedDenial>> OfManyAsync(NpgsqlConnection connection, IReadOnlyList<DenialRecord> denials, CancellationToken cancellation)
    {
        // As above, one lookup a row.
        await using var command = new NpgsqlCommand(Many, connection)
        {
            Parameters = { new() { Value = denials.Select(d => d.PracticeId).ToArray() }, new() { Value = denials.Select(d => d.DenialId).ToArray() } },
        };
        var known = denials.ToDictionary(d => (d.PracticeId, d.DenialId));
        var found = new Dictionary<(int, long), GuardedDenial>();
        await using var r = await command.ExecuteReaderAsync(cancellation);
        while (await r.ReadAsync(cancellation))
        {
            var key = (r.GetInt32(14), r.GetInt64(15));
            found[key] = Read(r, known[key]);
        }

        return found;
    }

    private static IReadOnlyList<string> Papers(IReadOnlyList<RequiredDocument> needed, DocumentStanding standing)
        => [.. needed.Where(d => d.Blocks && d.Standing == standing).Select(d => DocumentKinds.Words(d.Rule.Kind).ToLowerInvariant())];

    private static GuardedDenial Read(NpgsqlDataReader r, DenialRecord denial)
    {
        var flags = r.GetFieldValue<string[]>(2).Select(CodeNames.TryRead<ReviewPoint>).OfType<ReviewPoint>().ToHashSet();
        var facts = new PathFacts
        {
            Denial = denial.Facts,
            Today = denial.Today,
            Hardness = CodeNames.TryRead<Hardness>(r.GetString(0)) ?? Hardness.Soft,
            Category = CodeNames.TryRead<DenialCategory>(denial.Category) ?? DenialCategory.Other,
            FirstAction = CodeNames.TryRead<FirstAction>(r.GetString(1)) ?? FirstAction.PhonePayer,
            Reversal = r.GetString(3) == "22",
            OriginalMedicare = !r.IsDBNull(4) && r.GetString(4) == "medicare_ffs",
            Rejected = r.GetBoolean(11),
            Forwarded = flags.Contains(ReviewPoint.Forwarded),
            DoNotResend = flags.Contains(ReviewPoint.DoNotResubmit),
            GracePeriod = flags.Contains(ReviewPoint.GracePeriod),
            OpenNegotiation = flags.Contains(ReviewPoint.OpenNegotiation),
            InFlight = Flight(r, r.GetBoolean(5) ? 6 : 8),
        };
        return new(facts, r.IsDBNull(12) ? null : CodeNames.Read<WorkPath>(r.GetString(12)), r.IsDBNull(13) ? new HashSet<string>() : r.GetFieldValue<string[]>(13).ToHashSet(StringComparer.Ordinal));
    }

    private static PathInFlight? Flight(NpgsqlDataReader r, int column)
    {
        if (r.IsDBNull(column + 1)) { return null; }

        var since = r.GetFieldValue<DateOnly>(column + 1);
        var what = !r.IsDBNull(column) && r.GetString(column) == DenialStepKind.Appealed.Text() ? WorkPath.Appeal : WorkPath.CorrectResubmit;
        return new(what, since, column == 8, r.IsDBNull(10) ? null : since.AddDays(r.GetInt32(10)));
    }

    private static async Task<PathFacts> WithWindowsAsync(NpgsqlConnection connection, NpgsqlTransaction? transaction, PathFacts facts, DenialRecord denial, CancellationToken cancellation)
    {
        if (await DenialClocks.OpenAsync(connection, transaction, denial.PracticeId, [denial.DenialId], cancellation) is not [var clocked]) { return facts; }

        var inForce = await RulesInForce.LoadAsync(connection, transaction, cancellation);
        var triggers = await TriggersRead.OfAsync(connection, clocked, inForce, cancellation);
        var clocks = EveryClock.Of(inForce.For(denial.PayerId), clocked.Context, clocked.Events, clocked.Appealable, denial.Today, triggers);
        return facts with
        {
            CorrectBy = PathWindows.Of(clocks, ClockPath.Correct),
            DisputeBy = PathWindows.Of(clocks, ClockPath.Dispute),
            ReconsiderationFirst = PathWindows.ReconsiderationFirst(clocks),
        };
    }
}
