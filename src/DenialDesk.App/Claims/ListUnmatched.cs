using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Claims;

/// <summary>A remittance claim without a submission, or one that a person decided on.</summary>
/// <param name="State">unmatched, dismissed, or matched by a person.</param>
/// <param name="DenialId">Its denial, the open one first; null when it has none.</param>
/// <param name="Ambiguous">Different submissions fit equally well.</param>
public sealed record UnmatchedRow(
    int PracticeId, long ClaimId, string Practice, string Payer, string Account, string PatientName, string MemberId, DateOnly? ServiceFrom, DateOnly? ServiceTo, decimal? Charge, decimal? Paid,
    DateOnly AnsweredOn, long? DenialId, bool DenialOpen, string State, string Reason, bool Ambiguous, int Version)
{
    /// <summary>The account number of the best candidate; empty without one. For files.</summary>
    public string Best => Candidates.Count > 0 ? Candidates[0].Account : "";

    /// <summary>What speaks for it and against it.</summary>
    public string BestEvidence => Candidates.Count > 0 ? Candidates[0].Evidence : "";

    /// <summary>Candidates, best first: a method, so that a file of the list has no column for it.</summary>
    public IReadOnlyList<MatchCandidate> Ranked() => Candidates;

    internal IReadOnlyList<MatchCandidate> Candidates { get; init; } = [];
}

/// <summary>Where the next page goes on.</summary>
public sealed record UnmatchedPlace(DateOnly AnsweredOn, long ClaimId);

/// <summary>Remittance claims of practices with submitted claims that found none, newest answer first, each with its ranked candidates.</summary>
public sealed class ListUnmatched(DeskSource database, TimeProvider clock)
{
    /// <summary>Filters, all optional, as they stand in the address.</summary>
    public sealed record Input
    {
        /// <summary>"unmatched" (also null), "dismissed", or "person" for those a person pointed to a submission.</summary>
        public string? State { get; init; }

        public int? Practice { get; init; }

        public int? Payer { get; init; }

        /// <summary>True to see claims too whose service lies before everything the practice submitted here.</summary>
        public bool Early { get; init; }

        public UnmatchedPlace? After { get; init; }

        public int Take { get; init; } = 25;

        /// <summary>True when the rows leave the desk as a file.</summary>
        public bool Export { get; init; }
    }

    /// <summary>One page.</summary>
    public async Task<IReadOnlyList<UnmatchedRow>> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeRemittances);
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var rows = await RowsAsync(connection, input, actor, cancellation);
        await ReadLog.AppendAsync(
            database, actor, clock.GetUtcNow(), new(input.Export ? "read.unmatched_exported" : "read.unmatched", "claims", $"{rows.Count}", Shown: [.. rows.Select(r => r.Row.ClaimId)]), cancellation);
        var payers = await PayersOnRecord.LoadAsync(connection, null, cancellation);
        var found = new Dictionary<long, List<MatchCandidate>>();
        foreach (var practice in rows.GroupBy(r => r.Row.PracticeId))
        {
            var facts = new MatchFacts(connection, null, practice.Key, payers);
            var refused = practice.ToDictionary(r => r.Row.ClaimId, r => r.Refused);
            foreach (var part in practice.Select(r => r.Row.ClaimId).Chunk(2000))
            {
                foreach (var (claim, candidates) in await MatchCandidates.OfAsync(facts, part, refused, cancellation)) { found[claim] = candidates; }
            }
        }

        return [.. rows.Select(r => r.Row with { Candidates = found.GetValueOrDefault(r.Row.ClaimId, []) })];
    }

    private static async Task<List<(UnmatchedRow Row, string[] Refused)>> RowsAsync(NpgsqlConnection connection, Input input, Actor actor, CancellationToken cancellation)
    {
        // claim_match_waiting in its order; then claim, latest answer and denial by their keys, the first submitted day by submitted_days.
        await using var command = new NpgsqlCommand(
            """
            select m.practice_id, m.claim_id, o.name, p.name, c.patient_control_number, a.patient_last_name, a.patient_first_name, a.member_id, a.service_from, a.service_to, a.charge, a.paid,
                   m.answered_on, d.denial_id, coalesce(d.is_open, false), m.state, m.reason, m.ambiguous, m.version, m.refused
            from claim_match m
            join claim c on c.practice_id = m.practice_id and c.claim_id = m.claim_id
            join practice o on o.practice_id = m.practice_id
            join payer p on p.payer_id = m.payer_id
            cross join lateral (select * from adjudication x where x.practice_id = m.practice_id and x.claim_id = m.claim_id order by x.remit_date desc, x.adjudication_id desc limit 1) a
            left join lateral (select x.denial_id, x.is_open from denial x where x.practice_id = m.practice_id and x.claim_id = m.claim_id order by x.is_open desc, x.denial_id desc limit 1) d on true
            where m.state = $2 and (m.state <> 'matched' or m.by_person)
              and ($1::int[] is null or m.practice_id = any($1)) and ($3::int is null or m.practice_id = $3) and ($4::int is null or m.payer_id = $4 or p.merged_into = $4)
              and ($5 or c.service_from is null or c.service_from >= (select min(s.service_from) from submitted_claim s where s.practice_id = m.practice_id))
              and ($6::date is null or (m.answered_on, m.claim_id) < ($6, $7))
            order by m.answered_on desc, m.claim_id desc limit $8
            """, connection);
        command.Parameters.Add(MatchCandidates.Scope(actor));
        command.Parameters.AddWithValue(input.State switch { "dismissed" => "dismissed", "person" => "matched", _ => "unmatched" });
        command.Parameters.Add(new() { Value = (object?)input.Practice ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Integer });
        command.Parameters.Add(new() { Value = (object?)input.Payer ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Integer });
        command.Parameters.AddWithValue(input.Early);
        command.Parameters.Add(new() { Value = (object?)input.After?.AnsweredOn ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Date });
        command.Parameters.Add(new() { Value = (object?)input.After?.ClaimId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint });
        command.Parameters.AddWithValue(Math.Clamp(input.Take, 1, 50_000));
        await using var r = await command.ExecuteReaderAsync(cancellation);
        var found = new List<(UnmatchedRow, string[])>();
        while (await r.ReadAsync(cancellation))
        {
            found.Add((
                new(
                    r.GetInt32(0), r.GetInt64(1), r.GetString(2), r.GetString(3), r.GetString(4), MatchCandidates.Name(r.GetString(5), r.GetString(6)), r.GetString(7),
                    r.IsDBNull(8) ? null : r.GetFieldValue<DateOnly>(8), r.IsDBNull(9) ? null : r.GetFieldValue<DateOnly>(9), r.IsDBNull(10) ? null : r.GetDecimal(10),
                    r.IsDBNull(11) ? null : r.GetDecimal(11), r.GetFieldValue<DateOnly>(12), r.IsDBNull(13) ? null : r.GetInt64(13), r.GetBoolean(14), r.GetString(15), r.GetString(16),
                    r.GetBoolean(17), r.GetInt32(18)),
                r.GetFieldValue<string[]>(19)));
        }

        return found;
    }
}
