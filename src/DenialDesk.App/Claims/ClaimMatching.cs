using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain.Claims;
using DenialDesk.Domain.Codes;
using Npgsql;

namespace DenialDesk.App.Claims;

/// <summary>
/// Finds the submission of every remittance claim that a file speaks of, or that a submission in it could be: worked out again from everything
/// known, so the order of arrival does not matter, while what a person said stays. Practices without submitted claims cost one look.
/// </summary>
internal static class ClaimMatching
{
    private const int Together = 10_000;

    /// <summary>After a file, inside its transaction.</summary>
    public static async Task AfterFileAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, CodeBook book, long fileId, DateTimeOffset at, CancellationToken cancellation)
    {
        var practices = await MatchTouched.PracticesAsync(connection, transaction, fileId, cancellation);
        if (practices.Count == 0) { return; }

        var payers = await PayersOnRecord.LoadAsync(connection, transaction, cancellation);
        foreach (var practiceId in practices)
        {
            var desk = new Desk(connection, transaction, practiceId, payers, at);
            var touched = new MatchTouched(connection, transaction, practiceId);
            var sent = await touched.SubmissionsAsync(fileId, cancellation);
            foreach (var part in sent.Chunk(Together)) { await SubmissionKeys.EnterAsync(connection, transaction, practiceId, (await desk.Facts.SentAsync(part, cancellation)).Values, cancellation); }

            var (found, lost) = (0, 0);
            foreach (var part in (await touched.ClaimsAsync(fileId, sent, cancellation)).Chunk(Together))
            {
                var changes = await JudgeAsync(desk, part, cancellation);
                (found, lost) = (found + changes.Count(c => c.Action == "matched"), lost + changes.Count(c => c.Action == "unmatched"));
                sent = [.. sent, .. desk.Linked];
                desk.Linked.Clear();
            }

            await SubmissionWaits.RenewAsync(connection, transaction, practiceId, [.. sent.Distinct()], payers, cancellation);
            await KinStories.TellAsync(connection, transaction, book, practiceId, desk.Moves, at, cancellation);
            if (found + lost > 0)
            {
                await Journal.AppendAsync(
                    connection, transaction, Actor.Desk, at, cancellation, new JournalEntry("claims.matched", "file", $"{fileId}", practiceId, null, new { Matched = found, TakenBack = lost }));
            }
        }
    }

    /// <summary>After a person's decision on one claim, which is on record already.</summary>
    /// <param name="family">The family it was matched with before; empty when with none.</param>
    public static async Task AgainAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, CodeBook book, int practiceId, long claimId, string family, DateTimeOffset at, CancellationToken cancellation)
    {
        var payers = await PayersOnRecord.LoadAsync(connection, transaction, cancellation);
        var desk = new Desk(connection, transaction, practiceId, payers, at);
        await JudgeAsync(desk, [claimId], cancellation, family);
        await SubmissionWaits.RenewAsync(connection, transaction, practiceId, [.. desk.Linked.Distinct()], payers, cancellation);
        await KinStories.TellAsync(connection, transaction, book, practiceId, desk.Moves, at, cancellation);
    }

    private sealed class Desk(NpgsqlConnection connection, NpgsqlTransaction transaction, int practiceId, PayersOnRecord payers, DateTimeOffset at)
    {
        public MatchFacts Facts { get; } = new(connection, transaction, practiceId, payers);

        public MatchRows Rows { get; } = new(connection, transaction, practiceId);

        /// <summary>Submissions whose links were looked at, for renewing what waits.</summary>
        public List<long> Linked { get; } = [];

        /// <summary>Which claims are with others than before, for telling their stories again.</summary>
        public KinMoves Moves { get; } = KinMoves.None;

        public DateTimeOffset At { get; } = at;
    }

    private static async Task<List<(string Action, MatchStanding Now)>> JudgeAsync(Desk desk, long[] claims, CancellationToken cancellation, string? family = null)
    {
        var before = await desk.Rows.HoldAsync(claims, cancellation);
        var all = await desk.Facts.AnsweredAsync(claims, cancellation);
        var standings = new List<MatchStanding>();
        var links = new List<MatchedSubmission>();
        void Settle(AnsweredRow row, MatchStanding now, IEnumerable<SentRow> sent)
        {
            standings.Add(now);
            links.AddRange(sent.Select(s => Link(row, s)));
        }

        var pinned = all.FindAll(c => before.TryGetValue(c.ClaimId, out var b) && b is { ByPerson: true, State: "matched" });
        var kept = await desk.Facts.OfFamiliesAsync(pinned.ToDictionary(c => c.ClaimId, c => before[c.ClaimId].Family), cancellation);
        foreach (var row in pinned) { Settle(row, Newest(before[row.ClaimId], row), kept[row.ClaimId]); }

        var free = all.FindAll(c => !(before.TryGetValue(c.ClaimId, out var b) && b is { ByPerson: true, State: "matched" }));
        var byAccount = await desk.Facts.ByAccountAsync([.. free.Select(c => c.ClaimId)], cancellation);
        var rest = new List<AnsweredRow>();
        foreach (var row in free)
        {
            var (decision, sent) = Decide(row, byAccount[row.ClaimId], before);
            if (decision.Method == MatchMethod.Account) { Settle(row, Matched(row, decision, before.GetValueOrDefault(row.ClaimId)), sent); }
            else { rest.Add(row); }
        }

        rest = await desk.Facts.WithLinesAsync(rest, cancellation);
        var keys = rest.SelectMany(r => MatchKeys.Of(r.Claim).Where(MatchKeys.IsProof).Select(k => (r.ClaimId, k))).ToList();
        var byKeys = await desk.Facts.ByKeysAsync(keys, cancellation);
        foreach (var row in rest)
        {
            var (decision, sent) = Decide(row, byKeys[row.ClaimId], before);
            var last = before.GetValueOrDefault(row.ClaimId);
            Settle(row, decision.Method is null ? Unmatched(row, decision, last) : Matched(row, decision, last), sent);
        }

        desk.Linked.AddRange(await desk.Rows.LinkAsync(claims, links, desk.At, cancellation));
        await desk.Rows.KeysAsync(claims, keys, cancellation);
        await desk.Rows.SaveAsync(standings, desk.At, cancellation);
        var changes = Changes(before, standings);
        await desk.Rows.ChangesAsync(changes, Actor.Desk, desk.At, cancellation);
        foreach (var now in standings) { desk.Moves.Add(now.ClaimId, family ?? before.GetValueOrDefault(now.ClaimId)?.Family ?? "", now.Family); }

        return changes;
    }

    /// <summary>The rule's decision and the stored submissions of what it matched; families a person refused are no candidates.</summary>
    private static (MatchDecision Decision, IEnumerable<SentRow> Sent) Decide(AnsweredRow row, IEnumerable<SentRow> candidates, Dictionary<long, MatchStanding> before)
    {
        var refused = before.TryGetValue(row.ClaimId, out var standing) ? standing.Refused : [];
        var sent = candidates.Where(s => !refused.Contains(s.Claim.Family)).ToList();
        var decision = ClaimMatch.Decide(row.Claim, sent.Select(s => s.Claim));
        var chosen = decision.Submissions.Select(w => w.Sent.Id).ToHashSet();
        return (decision, sent.Where(s => chosen.Contains(s.Claim.Id)));
    }

    /// <summary>What a person refused stays on record, in case the match is taken back.</summary>
    private static MatchStanding Matched(AnsweredRow row, MatchDecision decision, MatchStanding? before)
        => Newest(
            new(
                row.ClaimId, "matched", MatchWords.Name(decision.Method!.Value), decision.Submissions[0].Sent.Family, MatchWords.Of(decision.Submissions[0]), false, false,
                before?.Refused ?? [], before?.Reason ?? "", 0, default), row);

    private static MatchStanding Unmatched(AnsweredRow row, MatchDecision decision, MatchStanding? before)
    {
        var dismissed = before is { Reason.Length: > 0 };
        return Newest(new(row.ClaimId, dismissed ? "dismissed" : "unmatched", "", "", "", decision.Ambiguous, dismissed, before?.Refused ?? [], before?.Reason ?? "", 0, default), row);
    }

    private static MatchStanding Newest(MatchStanding standing, AnsweredRow row) => standing with { PayerId = row.Answers[^1].PayerId, AnsweredOn = row.Answers[^1].On };

    /// <summary>The answer is the first one dated on or after the day of submission that speaks of its days; a void is answered by a reversal.</summary>
    private static MatchedSubmission Link(AnsweredRow row, SentRow sent)
    {
        var claim = sent.Claim;
        var answer = row.Answers.FirstOrDefault(a => a.On >= sent.SubmittedOn && a.Kind != "predetermination" && (a.Kind != "reversal" || sent.Frequency == "8")
            && (a.From is null || claim.From is null || (a.From <= (claim.To ?? claim.From) && claim.From <= (a.To ?? a.From))));
        return new(row.ClaimId, claim.Id, sent.SubmittedOn, answer?.On, answer?.PayerId);
    }

    private static List<(string Action, MatchStanding Now)> Changes(Dictionary<long, MatchStanding> before, List<MatchStanding> now)
        => [.. now.Where(n => before.TryGetValue(n.ClaimId, out var old) ? !n.Says(old) : n.State == "matched").Select(n => (n.State == "matched" ? "matched" : "unmatched", n))];
}
