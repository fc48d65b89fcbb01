using System.Text.Json;
using DenialDesk.App.Codes;
using DenialDesk.App.Data;
using DenialDesk.App.Intake;
using DenialDesk.App.People;
using DenialDesk.Domain;
using DenialDesk.Domain.Money;
using DenialDesk.Domain.People;
using DenialDesk.Domain.Quarantine;
using DenialDesk.X12.Remittance;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Quarantine;

/// <summary>
/// Posts one waiting remittance from its kept bytes: because its cause is gone, or as it stands with a person's reason. However often it is asked,
/// it posts once; nothing else of its file is touched.
/// </summary>
public sealed class ReleaseHeld(DeskSource database, LoadCodeBook codes, TimeProvider clock)
{
    /// <summary>Which one, and what was decided.</summary>
    public sealed record Input
    {
        public required long FileId { get; init; }

        /// <summary>1-based in the file.</summary>
        public required int Ordinal { get; init; }

        /// <summary>The version the person saw.</summary>
        public required int Version { get; init; }

        /// <summary>Made by the caller; the same one again posts nothing and gives the first answer.</summary>
        public required Guid CommandId { get; init; }

        /// <summary>The practice that was paid, where the file does not say; else null.</summary>
        public int? PracticeId { get; init; }

        /// <summary>True to post although the cause is still there.</summary>
        public bool AsIs { get; init; }

        /// <summary>Why it may post as it stands, 3 to 2000 characters; shown on the balance certificate beside a difference.</summary>
        public string Reason { get; init; } = "";

        /// <summary>The difference in dollars that the reason explains; must be the one that is there. Needed when there is one.</summary>
        public decimal? Explained { get; init; }
    }

    /// <summary>A refusal; or what became of it, in words, and the remittance it is now.</summary>
    public sealed record Result(Refusal? Refusal, string Sentence = "", int? PracticeId = null, long? RemittanceId = null, long? RemittanceFileId = null);

    /// <summary>Releases it.</summary>
    public async Task<Result> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.ImportFiles);
        if (input.AsIs) { actor.Must(Permission.DecideQuarantine); }

        if (input.AsIs && input.Reason.Trim().Length is < 3 or > 2000) { return No("reason_missing", "Say why it may post as it stands, in at most 2000 characters."); }

        if (input.PracticeId is { } chosen && !actor.Sees(chosen)) { return No("practice_missing", "Choose the practice that was paid."); }

        // Reading comes first, outside the transaction: it can take seconds. The bytes never change.
        var scan = await ScanAsync(input.FileId, cancellation);
        var now = clock.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await ImportFile.QueueUpAsync(connection, transaction, cancellation);
        var book = await codes.RunAsync(cancellation);
        var (standing, before) = await CommandLedger.EnterAsync(connection, transaction, input.CommandId, actor, "quarantine.release", input, now, cancellation);
        if (standing == CommandStanding.Conflicting) { return No("command_reused", "This answer was given before for something else. Load the page again."); }

        if (standing == CommandStanding.Repeated) { return JsonSerializer.Deserialize<Result>(before!, JsonSerializerOptions.Web)!; }

        var place = new FilePlace(input.FileId, input.Ordinal);
        if (await LockedHeld.FindAsync(connection, transaction, place, actor, cancellation) is not { } held) { return new(LockedHeld.Gone); }

        if (input.Ordinal > scan.Transactions.Count)
        {
            return No("no_remittance", "This is no remittance but a claim file or an answer to one. Take in a corrected copy of the file as a new one, then reject this one.");
        }

        if ((held.Overtaken("quarantined", input.Version) ?? NotExplained(input, held)) is { } refusal) { return new(refusal); }

        var verdict = await new RemittanceVerdicts(connection, transaction, now, held.Source).OfOneAsync(scan, input.Ordinal, new(input.PracticeId ?? held.PracticeId, input.AsIs), cancellation);
        if (verdict.State == "quarantined") { return No("still_there", $"It still cannot post. {verdict.Reason}"); }

        var release = new Release(connection, transaction, input, actor, now, held, verdict);
        var result = verdict.State == "posted" ? await PostAsync(release, scan, book, cancellation) : await CameBeforeAsync(release, cancellation);
        await CommandLedger.KeepAsync(connection, transaction, input.CommandId, result, cancellation);
        await transaction.CommitAsync(cancellation);
        return result;
    }

    private sealed record Release(NpgsqlConnection Connection, NpgsqlTransaction Transaction, Input Input, Actor Actor, DateTimeOffset Now, LockedHeld Held, Verdict Verdict)
    {
        public FilePlace Place => new(Input.FileId, Input.Ordinal);

        public JournalEntry Entry(string action, string to, object? more) => new(
            action, "transaction", $"{Input.FileId}/{Input.Ordinal}", Verdict.Practice!.PracticeId, new { State = "quarantined", Cause = Held.Cause.Text() },
            new { State = to, Verdict.RemittanceId, Verdict.Practice.PracticeId, Reason = Input.AsIs ? Input.Reason.Trim() : null, Input.Explained, Posted = more }, Input.CommandId);
    }

    private static Result No(string code, string sentence) => new(new Refusal(code, sentence));

    /// <summary>What was entered by hand has no other way than a person's word; a difference has to be named to the cent.</summary>
    private static Refusal? NotExplained(Input input, LockedHeld held) => held switch
    {
        { Cause: WaitCause.DoesNotBalance } when !input.AsIs => new("still_there", "It still does not balance. Enter it again as it stands on paper, or have a manager post it as it stands with a reason."),
        _ when !input.AsIs => null,
        { Difference: not (null or 0m) and var off } when input.Explained != off => new("difference_not_named", $"The payment differs from its claims by {Dollars.Text(off.Value)}. Enter that amount as the difference your reason explains."),
        _ => null,
    };

    private async Task<TransactionScanResult> ScanAsync(long fileId, CancellationToken cancellation)
    {
        await using var kept = PieceStream.Open(database, PieceShelf.Files, fileId, cancellation);
        return await TransactionScan.RunAsync(kept, cancellation: cancellation);
    }

    private async Task<Result> PostAsync(Release release, TransactionScanResult scan, Domain.Codes.CodeBook book, CancellationToken cancellation)
    {
        var (connection, transaction, verdict, place) = (release.Connection, release.Transaction, release.Verdict, release.Place);
        var run = new PostingRun(database, connection, transaction, book, release.Now);
        await using (var kept = PieceStream.Open(database, PieceShelf.Files, place.FileId, cancellation))
        {
            var others = new Verdict("left");
            await run.PostAsync(place.FileId, kept, scan.Transactions, [.. scan.Transactions.Select((_, i) => i + 1 == place.Ordinal ? verdict : others)], cancellation);
        }

        await new HeldDecision(place, "posted", release.Input.AsIs ? "released_as_is" : "released", release.Input.AsIs ? release.Input.Reason.Trim() : null, verdict.Practice!.PracticeId, verdict.RemittanceId, place.FileId, release.Actor, release.Now)
            .SaveAsync(connection, transaction, cancellation);
        if (release.Input.AsIs) { await ExplainAsync(release, scan.Transactions[place.Ordinal - 1].Trailer, cancellation); }

        await Claims.ClaimMatching.AfterFileAsync(connection, transaction, book, place.FileId, release.Now, cancellation);
        await Rejections.SettleAnswers.AfterFileAsync(connection, transaction, place.FileId, release.Now, cancellation);
        await run.FinishAsync(true, cancellation);
        await QuarantineResolution.RunAsync(connection, transaction, place.FileId, release.Actor, release.Now, cancellation);
        await Journal.AppendAsync(
            connection, transaction, release.Actor, release.Now, cancellation,
            release.Entry(release.Input.AsIs ? "quarantine.released_as_is" : "quarantine.released", "posted", new { run.Claims, run.Denials, run.Denied }));
        await using var notify = new NpgsqlCommand("select pg_notify('desk_changed', 'import')", connection, transaction);
        await notify.ExecuteNonQueryAsync(cancellation);
        return new(
            null, $"Posted with {run.Claims:N0} {(run.Claims == 1 ? "claim" : "claims")} and {run.Denials:N0} {(run.Denials == 1 ? "denial" : "denials")} ({Dollars.Text(run.Denied)}).",
            verdict.Practice.PracticeId, verdict.RemittanceId, place.FileId);
    }

    private static async Task<Result> CameBeforeAsync(Release release, CancellationToken cancellation)
    {
        var (verdict, place) = (release.Verdict, release.Place);
        await using var find = new NpgsqlCommand("select file_id from remittance where practice_id = $1 and remittance_id = $2", release.Connection, release.Transaction);
        find.Parameters.AddWithValue(verdict.Practice!.PracticeId);
        find.Parameters.AddWithValue(verdict.RemittanceId!.Value);
        var byFile = (long?)await find.ExecuteScalarAsync(cancellation);
        await new HeldDecision(place, "already_received", "posted_before", verdict.Reason, verdict.Practice.PracticeId, verdict.RemittanceId, byFile, release.Actor, release.Now)
            .SaveAsync(release.Connection, release.Transaction, cancellation);
        await Journal.AppendAsync(release.Connection, release.Transaction, release.Actor, release.Now, cancellation, release.Entry("quarantine.came_before", "already_received", null));
        return new(null, verdict.Reason!, verdict.Practice.PracticeId, verdict.RemittanceId, byFile);
    }

    private static async Task ExplainAsync(Release release, RemittanceTrailer trailer, CancellationToken cancellation)
    {
        if (trailer.Balance.State == BalanceState.Balanced && trailer.UnbalancedClaims + trailer.NotEvaluableClaims == 0) { return; }

        await using var command = new NpgsqlCommand(
            "insert into explained_difference (practice_id, remittance_id, amount, reason, explained_at, explained_by, explained_name) values ($1, $2, $3, $4, $5, $6, $7)",
            release.Connection, release.Transaction);
        command.Parameters.AddWithValue(release.Verdict.Practice!.PracticeId);
        command.Parameters.AddWithValue(release.Verdict.RemittanceId!.Value);
        command.Parameters.Add(new() { Value = (object?)trailer.Balance.Difference ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Numeric });
        command.Parameters.AddWithValue(release.Input.Reason.Trim());
        command.Parameters.AddWithValue(release.Now);
        command.Parameters.Add(new() { Value = (object?)release.Actor.UserId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });
        command.Parameters.AddWithValue(release.Actor.Name);
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
