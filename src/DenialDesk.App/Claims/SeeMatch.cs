using System.Globalization;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain.Claims;
using DenialDesk.Domain.People;
using Npgsql;

namespace DenialDesk.App.Claims;

/// <summary>One change in the history of a match.</summary>
public sealed record MatchChange(long ChangeId, DateTimeOffset At, string Who, string Action, string Method, string Evidence, string Reason, bool Undone);

/// <summary>A submission the claim is matched to.</summary>
/// <param name="AnsweredOn">The first answer on or after it was submitted; null when none.</param>
public sealed record MatchSubmission(MatchCandidate Claim, string Frequency, long FileId, string FileName, DateOnly? AnsweredOn);

/// <summary>A remittance claim and what it is matched to, with the evidence.</summary>
public sealed record MatchView(
    int PracticeId, long ClaimId, string Practice, string TimeZone, string Payer, string Account, string PatientName, string MemberId, DateOnly? ServiceFrom, DateOnly? ServiceTo,
    IReadOnlyList<decimal> Charges, string State, string Method, string Evidence, bool Ambiguous, bool ByPerson, string Reason, DateOnly AnsweredOn, int Version, long? DenialId,
    IReadOnlyList<MatchSubmission> Submissions, IReadOnlyList<MatchCandidate> Candidates, IReadOnlyList<MatchChange> Changes);

/// <summary>Reads how a remittance claim was matched: both sides, the evidence, the other candidates and every change.</summary>
public sealed class SeeMatch(DeskSource database, TimeProvider clock)
{
    /// <summary>Which claim.</summary>
    public sealed record Input
    {
        public required int PracticeId { get; init; }

        public required long ClaimId { get; init; }
    }

    private sealed record Head(string Practice, string Zone, string Payer, string State, string Method, string Evidence, bool Ambiguous, bool ByPerson, string[] Refused, string Reason, DateOnly On, int Version, long? DenialId);

    /// <summary>The match; null when it is not there for this person.</summary>
    public async Task<MatchView?> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeRemittances);
        if (!actor.Sees(input.PracticeId)) { return null; }

        await using var connection = await database.OpenConnectionAsync(cancellation);
        if (await HeadAsync(connection, input, cancellation) is not { } head) { return null; }

        await ReadLog.AppendAsync(database, actor, clock.GetUtcNow(), new("read.match", "claim", input.ClaimId.ToString(CultureInfo.InvariantCulture), input.PracticeId), cancellation);
        var facts = new MatchFacts(connection, null, input.PracticeId, await PayersOnRecord.LoadAsync(connection, null, cancellation));
        var claim = (await facts.AnsweredAsync([input.ClaimId], cancellation))[0].Claim;
        var matched = await SubmissionsAsync(connection, facts, claim, input, cancellation);
        var candidates = (await MatchCandidates.OfAsync(facts, [input.ClaimId], new Dictionary<long, string[]> { [input.ClaimId] = head.Refused }, cancellation)).GetValueOrDefault(input.ClaimId, []);
        return new(
            input.PracticeId, input.ClaimId, head.Practice, head.Zone, head.Payer, claim.Account, MatchCandidates.Name(claim.LastName, claim.FirstName), claim.MemberId, claim.From, claim.To,
            [.. claim.Charges], head.State, head.Method, head.Evidence, head.Ambiguous, head.ByPerson, head.Reason, head.On, head.Version, head.DenialId, matched,
            [.. candidates.Where(c => !matched.Any(m => m.Claim.Account == c.Account))], await ChangesAsync(connection, input, cancellation));
    }

    private static async Task<Head?> HeadAsync(NpgsqlConnection connection, Input input, CancellationToken cancellation)
    {
        // By primary keys; the denial by denial_claim.
        await using var command = Command(
            connection,
            """
            select o.name, o.time_zone, p.name, m.state, m.method, m.evidence, m.ambiguous, m.by_person, m.refused, m.reason, m.answered_on, m.version,
                   (select d.denial_id from denial d where d.practice_id = m.practice_id and d.claim_id = m.claim_id order by d.is_open desc, d.denial_id desc limit 1)
            from claim_match m join practice o on o.practice_id = m.practice_id join payer p on p.payer_id = m.payer_id
            where m.practice_id = $1 and m.claim_id = $2
            """, input);
        await using var r = await command.ExecuteReaderAsync(cancellation);
        return await r.ReadAsync(cancellation)
            ? new(
                r.GetString(0), r.GetString(1), r.GetString(2), r.GetString(3), r.GetString(4), r.GetString(5), r.GetBoolean(6), r.GetBoolean(7), r.GetFieldValue<string[]>(8), r.GetString(9),
                r.GetFieldValue<DateOnly>(10), r.GetInt32(11), r.IsDBNull(12) ? null : r.GetInt64(12))
            : null;
    }

    private static async Task<List<MatchSubmission>> SubmissionsAsync(NpgsqlConnection connection, MatchFacts facts, AnsweredClaim claim, Input input, CancellationToken cancellation)
    {
        // submission_link_claim, then the submission and its file by key.
        await using var command = Command(
            connection,
            """
            select l.submitted_id, l.answered_on, f.file_id, f.name from submission_link l
            join submitted_claim s on s.practice_id = l.practice_id and s.submitted_id = l.submitted_id join inbound_file f on f.file_id = s.file_id
            where l.practice_id = $1 and l.claim_id = $2 order by s.submitted_at desc, l.submitted_id desc
            """, input);
        var links = new List<(long Id, DateOnly? On, long FileId, string File)>();
        await using (var r = await command.ExecuteReaderAsync(cancellation))
        {
            while (await r.ReadAsync(cancellation)) { links.Add((r.GetInt64(0), r.IsDBNull(1) ? null : r.GetFieldValue<DateOnly>(1), r.GetInt64(2), r.GetString(3))); }
        }

        var sent = await facts.SentAsync([.. links.Select(l => l.Id)], cancellation);
        return [.. links.Select(l => new MatchSubmission(MatchCandidates.Candidate(sent[l.Id], ClaimMatch.Weigh(claim, sent[l.Id].Claim)), sent[l.Id].Frequency, l.FileId, l.File, l.On))];
    }

    private static async Task<List<MatchChange>> ChangesAsync(NpgsqlConnection connection, Input input, CancellationToken cancellation)
    {
        await using var command = Command(
            connection,
            """
            select c.change_id, c.at, c.actor_name, c.action, c.method, c.evidence, c.reason,
                   exists (select 1 from claim_match_change u where u.practice_id = c.practice_id and u.claim_id = c.claim_id and u.undoes = c.change_id)
            from claim_match_change c where c.practice_id = $1 and c.claim_id = $2 order by c.change_id desc
            """, input);
        var found = new List<MatchChange>();
        await using var r = await command.ExecuteReaderAsync(cancellation);
        while (await r.ReadAsync(cancellation))
        {
            found.Add(new(r.GetInt64(0), r.GetFieldValue<DateTimeOffset>(1), r.GetString(2), r.GetString(3), r.GetString(4), r.GetString(5), r.GetString(6), r.GetBoolean(7)));
        }

        return found;
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, Input input)
        => new(sql, connection) { Parameters = { new() { Value = input.PracticeId }, new() { Value = input.ClaimId } } };
}
