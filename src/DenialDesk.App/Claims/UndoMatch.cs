using System.Globalization;
using DenialDesk.App.Codes;
using DenialDesk.App.Data;
using DenialDesk.App.Intake;
using DenialDesk.App.People;
using DenialDesk.Domain;
using DenialDesk.Domain.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Claims;

/// <summary>Takes a person's last decision on a claim's match back: an earlier one holds again, else the rule decides.</summary>
public sealed class UndoMatch(DeskSource database, LoadCodeBook codes, TimeProvider clock)
{
    /// <summary>Which claim, as the person saw it.</summary>
    public sealed record Input
    {
        public required Guid CommandId { get; init; }

        public required int PracticeId { get; init; }

        public required long ClaimId { get; init; }

        public required int Version { get; init; }
    }

    private sealed record Decision(long ChangeId, Guid? By, string Action, string Method, string Family, string Evidence, string[] Refused, string Reason);

    /// <summary>Takes effect once, however often the command is sent.</summary>
    public async Task<MatchResult> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.WorkDenials);
        var now = clock.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        // What payers' answers make of a claim is told by one at a time.
        await ImportFile.QueueUpAsync(connection, transaction, cancellation);
        var (standing, _) = await CommandLedger.EnterAsync(connection, transaction, input.CommandId, actor, "match.undo", input, now, cancellation);
        var rows = new MatchRows(connection, transaction, input.PracticeId);
        if (!actor.Sees(input.PracticeId) || !(await rows.HoldAsync([input.ClaimId], cancellation)).TryGetValue(input.ClaimId, out var before))
        {
            return No("not_found", "There is no such claim here, or it belongs to a practice you do not see.");
        }

        if (standing == CommandStanding.Conflicting) { return No("command_reused", "This command was sent before with other content. Load the page again."); }

        if (standing == CommandStanding.Repeated) { return new(null, before.Version); }

        if (before.Version != input.Version) { return No("overtaken", "This claim was matched or decided on meanwhile. Look at what changed before undoing anything."); }

        var decisions = await DecisionsAsync(connection, transaction, input, cancellation);
        if (decisions.Count == 0) { return No("nothing_to_undo", "Nobody has decided on this claim, so there is nothing to undo."); }

        if (decisions[0].By != actor.UserId && decisions[0].By is not null && !actor.May(Permission.UndoOthers))
        {
            return No("not_yours", "The last decision is somebody else's. They, or a manager, can undo it.");
        }

        await rows.SaveAsync([Restored(before, decisions.Count > 1 ? decisions[1] : null)], now, cancellation);
        await AddChangeAsync(connection, transaction, input, decisions[0], actor, now, cancellation);
        await ClaimMatching.AgainAsync(connection, transaction, await codes.RunAsync(cancellation), input.PracticeId, input.ClaimId, before.Family, now, cancellation);
        await Journal.AppendAsync(
            connection, transaction, actor, now, cancellation,
            new JournalEntry(
                "match.undone", "claim", input.ClaimId.ToString(CultureInfo.InvariantCulture), input.PracticeId, new { before.State, before.Method }, new { Undoes = decisions[0].ChangeId },
                input.CommandId));
        var version = (await rows.HoldAsync([input.ClaimId], cancellation))[input.ClaimId].Version;
        await transaction.CommitAsync(cancellation);
        return new(null, version);
    }

    private static MatchStanding Restored(MatchStanding before, Decision? earlier) => before with
    {
        State = earlier is null ? "unmatched" : earlier.Action == "dismissed" ? "dismissed" : "matched",
        Method = earlier?.Method ?? "",
        Family = earlier?.Family ?? "",
        Evidence = earlier?.Evidence ?? "",
        ByPerson = earlier is not null,
        Refused = earlier?.Refused ?? [],
        Reason = earlier?.Reason ?? "",
    };

    /// <summary>People's decisions that hold or would hold again, the last first. By primary key backwards.</summary>
    private static async Task<List<Decision>> DecisionsAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Input input, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            select c.change_id, c.actor_id, c.action, c.method, c.family, c.evidence, c.refused, c.reason from claim_match_change c
            where c.practice_id = $1 and c.claim_id = $2 and c.action in ('resolved', 'dismissed')
              and not exists (select 1 from claim_match_change u where u.practice_id = c.practice_id and u.claim_id = c.claim_id and u.undoes = c.change_id)
            order by c.change_id desc limit 2
            """, connection, transaction);
        command.Parameters.AddWithValue(input.PracticeId);
        command.Parameters.AddWithValue(input.ClaimId);
        var found = new List<Decision>();
        await using var r = await command.ExecuteReaderAsync(cancellation);
        while (await r.ReadAsync(cancellation))
        {
            found.Add(new(r.GetInt64(0), r.IsDBNull(1) ? null : r.GetGuid(1), r.GetString(2), r.GetString(3), r.GetString(4), r.GetString(5), r.GetFieldValue<string[]>(6), r.GetString(7)));
        }

        return found;
    }

    private static async Task AddChangeAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, Input input, Decision undone, Actor actor, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            insert into claim_match_change (practice_id, claim_id, at, actor_id, actor_name, action, undoes, command_id) values ($1, $2, $3, $4, $5, 'undone', $6, $7)
            """, connection, transaction);
        foreach (var value in new object[] { input.PracticeId, input.ClaimId, now }) { command.Parameters.AddWithValue(value); }

        command.Parameters.Add(new() { Value = (object?)actor.UserId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });
        foreach (var value in new object[] { actor.Name, undone.ChangeId, input.CommandId }) { command.Parameters.AddWithValue(value); }

        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static MatchResult No(string code, string sentence) => new(new Refusal(code, sentence), 0);
}
