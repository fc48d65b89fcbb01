using DenialDesk.App.Claims;
using DenialDesk.App.Payers;
using DenialDesk.Domain.Denials;
using Npgsql;

namespace DenialDesk.App.Denials;

/// <summary>A denial as the telling of its claim finds it, with the ending told last.</summary>
internal sealed record ToldDenial(
    long DenialId, bool IsOpen, string State, string? Outcome, decimal Denied, Guid? Owner, string Category, string Carc, int PayerId, StoryEnding Last)
{
    /// <summary>Whether somebody has worked it.</summary>
    public bool Worked { get; init; }

    /// <summary>The denied procedure codes, the lead one first.</summary>
    public string Procedures { get; init; } = "";
}

/// <summary>All adjudications of one claim by one payer, whatever account number it gave, and the denials among them by adjudication.</summary>
internal sealed record ToldClaim(List<StoryEvent> Events, Dictionary<long, ToldDenial> Denials)
{
    /// <summary>Where each adjudication stands: remittance and place in it.</summary>
    public Dictionary<long, (long RemittanceId, int Position, DateOnly On)> Places { get; } = [];
}

/// <summary>Reads claims that were answered more than once, whole, in two queries.</summary>
internal static class ClaimEvents
{
    /// <summary>Those of the asked claims that have more than one answer, or had one that is another claim's by now; those without any denial are left out.</summary>
    public static async Task<List<ToldClaim>> OfAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, int practiceId, IReadOnlyCollection<(long ClaimId, int PayerId)> asked, CancellationToken cancellation)
    {
        var claims = new Dictionary<(long, int), ToldClaim>();
        var rows = await AdjudicationsAsync(connection, transaction, practiceId, asked, cancellation);
        if (rows.Count == 0) { return []; }

        var lines = await LinesAsync(connection, transaction, practiceId, [.. rows.Select(r => r.Event.Id)], cancellation);
        foreach (var row in rows)
        {
            if (!claims.TryGetValue((row.ClaimId, row.PayerId), out var claim)) { claims[(row.ClaimId, row.PayerId)] = claim = new([], []); }

            claim.Events.Add(row.Event with { Lines = lines.TryGetValue(row.Event.Id, out var own) ? own : [] });
            claim.Places[row.Event.Id] = (row.RemittanceId, row.Event.Position, row.Event.On);
            if (row.Denial is not null) { claim.Denials[row.Event.Id] = row.Denial; }
        }

        return [.. claims.Values];
    }

    private sealed record Row(long ClaimId, int PayerId, long RemittanceId, StoryEvent Event, ToldDenial? Denial);

    private static async Task<List<Row>> AdjudicationsAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, int practiceId, IReadOnlyCollection<(long ClaimId, int PayerId)> asked, CancellationToken cancellation)
    {
        // By adjudication_claim; denials by their adjudication.
        await using var command = new NpgsqlCommand(
            $"""
            with asked as materialized (
                select distinct g.kin, g.claims, s.payer_id from unnest($2::bigint[], $3::int[]) as s (claim_id, payer_id)
                cross join lateral (select min(c) as kin, array_agg(c order by c) as claims from unnest({ClaimKin.ArrayOf("$1", "s.claim_id")}) c) g),
            told as materialized (
                select s.kin, s.claims, s.payer_id as of_payer, a.* from asked s
                join adjudication a on a.practice_id = $1 and a.claim_id = any(s.claims) and {MergedPayers.IsOf("a.payer_id", "s.payer_id")}),
            more as (
                select kin, claims, of_payer from told group by kin, claims, of_payer having count(*) > 1
                union
                select t.kin, t.claims, t.of_payer from told t join denial d on d.practice_id = $1 and d.adjudication_id = t.adjudication_id
                join denial_story s on s.practice_id = $1 and s.denial_id = d.denial_id and s.turn <> 'stands')
            select a.kin, a.of_payer, a.remittance_id, a.adjudication_id, a.remit_date, encode(r.canonical_hash, 'hex'), a.position, a.kind = 'reversal',
                   a.payer_claim_number, a.charge, a.paid, d.denial_id, d.denied_amount, d.is_open, d.state, d.outcome, d.assigned_to, d.category, d.lead_carc,
                   s.turn, s.by_adjudication, s.recovered, s.line_no, d.first_worked_at is not null, d.procedure_codes, a.service_from, a.service_to, a.status_code, a.member_id
            from more m join told a using (kin, of_payer)
            join remittance r on r.practice_id = $1 and r.remittance_id = a.remittance_id
            left join denial d on d.practice_id = $1 and d.adjudication_id = a.adjudication_id and d.outcome is distinct from 'not_a_denial'
            left join denial_story s on s.practice_id = $1 and s.denial_id = d.denial_id
            where exists (select 1 from denial x where x.practice_id = $1 and x.claim_id = any(m.claims) and x.payer_id = m.of_payer)
            order by a.kin, a.of_payer, a.adjudication_id
            """,
            connection,
            transaction);
        command.Parameters.AddWithValue(practiceId);
        command.Parameters.AddWithValue(asked.Select(a => a.ClaimId).ToArray());
        command.Parameters.AddWithValue(asked.Select(a => a.PayerId).ToArray());
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var found = new List<Row>();
        while (await rows.ReadAsync(cancellation)) { found.Add(Read(rows)); }

        return found;
    }

    private static Row Read(NpgsqlDataReader r)
    {
        var (adjudication, payer) = (r.GetInt64(3), r.GetInt32(1));
        var denial = r.IsDBNull(11)
            ? null
            : new ToldDenial(
                r.GetInt64(11), r.GetBoolean(13), r.GetString(14), r.IsDBNull(15) ? null : r.GetString(15), r.GetDecimal(12), r.IsDBNull(16) ? null : r.GetGuid(16),
                r.GetString(17), r.GetString(18), payer, Last(r, adjudication))
            { Worked = r.GetBoolean(23), Procedures = r.GetString(24) };
        return new(r.GetInt64(0), payer, r.GetInt64(2), new StoryEvent
        {
            Id = adjudication,
            On = r.GetFieldValue<DateOnly>(4),
            Remittance = r.GetString(5),
            Position = r.GetInt32(6),
            IsReversal = r.GetBoolean(7),
            PayerClaimNumber = r.GetString(8),
            Coverage = new(r.GetString(27), r.GetString(28)),
            From = r.IsDBNull(25) ? null : r.GetFieldValue<DateOnly>(25),
            To = r.IsDBNull(26) ? null : r.GetFieldValue<DateOnly>(26),
            Charge = r.IsDBNull(9) ? null : r.GetDecimal(9),
            Paid = r.IsDBNull(10) ? null : r.GetDecimal(10),
            Denied = denial?.Denied,
        }, denial);
    }

    private static StoryEnding Last(NpgsqlDataReader r, long adjudication) => r.IsDBNull(19)
        ? new(adjudication, StoryTurn.Stands)
        : new(adjudication, PayerTurn.Read(r.GetString(19)), r.IsDBNull(20) ? null : r.GetInt64(20), r.GetDecimal(21), r.IsDBNull(22) ? null : r.GetInt32(22));

    private static async Task<Dictionary<long, List<StoryLine>>> LinesAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, int practiceId, long[] adjudications, CancellationToken cancellation)
    {
        // By primary key. Lines of one look (same code, modifiers and day) are told apart by their order.
        await using var command = new NpgsqlCommand(
            """
            with refused as materialized (
                select distinct d.adjudication_id, n.line_no from denial d join denial_line n on n.practice_id = d.practice_id and n.denial_id = d.denial_id
                where d.practice_id = $1 and d.adjudication_id = any($2) and d.outcome is distinct from 'not_a_denial')
            select l.adjudication_id, l.line_control_number, l.procedure_code, l.revenue_code, l.modifiers, l.service_from, l.paid, f.line_no is not null
            from service_line l left join refused f using (adjudication_id, line_no)
            where l.practice_id = $1 and l.adjudication_id = any($2) order by l.adjudication_id, l.line_no
            """,
            connection,
            transaction);
        command.Parameters.AddWithValue(practiceId);
        command.Parameters.AddWithValue(adjudications);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var found = new Dictionary<long, List<StoryLine>>();
        while (await rows.ReadAsync(cancellation))
        {
            if (!found.TryGetValue(rows.GetInt64(0), out var lines)) { found[rows.GetInt64(0)] = lines = []; }

            var look = $"{rows.GetString(2)} {rows.GetString(3)} {rows.GetString(4)} {(rows.IsDBNull(5) ? "" : rows.GetFieldValue<DateOnly>(5).ToString("yyyyMMdd", null))}";
            var twin = lines.Count(l => (l.Look ?? l.Key) is var seen && (seen == look || seen.StartsWith(look + " #", StringComparison.Ordinal)));
            if (twin > 0) { look = $"{look} #{twin + 1}"; }

            decimal? paid = rows.IsDBNull(6) ? null : rows.GetDecimal(6);
            lines.Add(rows.GetString(1) is { Length: > 0 } control ? new(StoryLine.Numbered + control, paid, rows.GetBoolean(7), look) : new(look, paid, rows.GetBoolean(7)));
        }

        return found;
    }
}
