using System.Globalization;
using DenialDesk.App.Codes;
using DenialDesk.App.Data;
using DenialDesk.App.Intake;
using DenialDesk.App.People;
using DenialDesk.Domain;
using DenialDesk.Domain.Claims;
using DenialDesk.Domain.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Claims;

/// <summary>What became of a person's decision.</summary>
/// <param name="Version">The version the claim's match has now.</param>
public sealed record MatchResult(Refusal? Refusal, int Version);

/// <summary>A person says which submission a remittance claim answers, or that it is none of those offered.</summary>
public sealed class ResolveMatch(DeskSource database, LoadCodeBook codes, TimeProvider clock)
{
    /// <summary>Which claim, as the person saw it, and what they say.</summary>
    public sealed record Input
    {
        public required Guid CommandId { get; init; }

        public required int PracticeId { get; init; }

        public required long ClaimId { get; init; }

        public required int Version { get; init; }

        /// <summary>The submission; null for none of those offered.</summary>
        public long? SubmittedId { get; init; }

        /// <summary>Why none, 1 to 500 characters; not needed for a submission.</summary>
        public string Reason { get; init; } = "";
    }

    /// <summary>Takes effect once, however often the command is sent.</summary>
    public async Task<MatchResult> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.WorkDenials);
        var reason = input.Reason.Trim();
        if (input.SubmittedId is null && reason.Length is 0 or > 500) { return No("reason_missing", "Say in at most 500 characters why it is none of these, so that nobody looks again."); }

        var now = clock.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        // What payers' answers make of a claim is told by one at a time.
        await ImportFile.QueueUpAsync(connection, transaction, cancellation);
        var (standing, _) = await CommandLedger.EnterAsync(connection, transaction, input.CommandId, actor, "match.resolve", input, now, cancellation);
        var rows = new MatchRows(connection, transaction, input.PracticeId);
        if (!actor.Sees(input.PracticeId) || !(await rows.HoldAsync([input.ClaimId], cancellation)).TryGetValue(input.ClaimId, out var before))
        {
            return No("not_found", "There is no such claim here, or it belongs to a practice you do not see.");
        }

        if (standing == CommandStanding.Conflicting) { return No("command_reused", "This command was sent before with other content. Load the page again."); }

        if (standing == CommandStanding.Repeated) { return new(null, before.Version); }

        if (before.Version != input.Version) { return No("overtaken", "This claim was matched or decided on meanwhile. Look at what changed first."); }

        var facts = new MatchFacts(connection, transaction, input.PracticeId, await PayersOnRecord.LoadAsync(connection, transaction, cancellation));
        if (await DecidedAsync(facts, before, input, reason, cancellation) is not { } after) { return No("not_found", "That submitted claim is not here."); }

        await rows.SaveAsync([after], now, cancellation);
        await AddChangeAsync(connection, transaction, input, after, actor, now, cancellation);
        await ClaimMatching.AgainAsync(connection, transaction, await codes.RunAsync(cancellation), input.PracticeId, input.ClaimId, before.Family, now, cancellation);
        await Journal.AppendAsync(
            connection, transaction, actor, now, cancellation,
            new JournalEntry(
                input.SubmittedId is null ? "match.dismissed" : "match.resolved", "claim", input.ClaimId.ToString(CultureInfo.InvariantCulture), input.PracticeId,
                new { before.State, before.Method }, new { after.State, input.SubmittedId, after.Reason }, input.CommandId));
        var version = (await rows.HoldAsync([input.ClaimId], cancellation))[input.ClaimId].Version;
        await transaction.CommitAsync(cancellation);
        return new(null, version);
    }

    private static async Task<MatchStanding?> DecidedAsync(MatchFacts facts, MatchStanding before, Input input, string reason, CancellationToken cancellation)
    {
        if (input.SubmittedId is { } id)
        {
            var answered = await facts.WithLinesAsync(await facts.AnsweredAsync([input.ClaimId], cancellation), cancellation);
            if (answered.Count == 0 || !(await facts.SentAsync([id], cancellation)).TryGetValue(id, out var sent)) { return null; }

            return before with
            {
                State = "matched",
                Method = MatchWords.Name(MatchMethod.Person),
                Family = sent.Claim.Family,
                Evidence = MatchWords.Of(ClaimMatch.Weigh(answered[0].Claim, sent.Claim)),
                Ambiguous = false,
                ByPerson = true,
                Refused = [],
                Reason = "",
            };
        }

        var offered = (await MatchCandidates.WeighAsync(facts, [input.ClaimId], cancellation)).SelectMany(r => r.Weights).Select(w => w.Sent.Claim.Family);
        string[] refused = [.. before.Refused.Concat(offered).Append(before.Family).Where(f => f.Length > 0).Distinct().Order(StringComparer.Ordinal)];
        return before with { State = "dismissed", Method = "", Family = "", Evidence = "", Ambiguous = false, ByPerson = true, Refused = refused, Reason = reason };
    }

    private static async Task AddChangeAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, Input input, MatchStanding after, Actor actor, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            insert into claim_match_change (practice_id, claim_id, at, actor_id, actor_name, action, method, family, evidence, refused, reason, command_id)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
            """, connection, transaction);
        foreach (var value in new object[] { input.PracticeId, input.ClaimId, now }) { command.Parameters.AddWithValue(value); }

        command.Parameters.Add(new() { Value = (object?)actor.UserId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });
        foreach (var value in new object[]
        {
            actor.Name, after.State == "dismissed" ? "dismissed" : "resolved", after.Method, after.Family, after.Evidence, after.Refused, after.Reason, input.CommandId,
        })
        {
            command.Parameters.AddWithValue(value);
        }

        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static MatchResult No(string code, string sentence) => new(new Refusal(code, sentence), 0);
}
