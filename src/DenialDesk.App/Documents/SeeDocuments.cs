using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.App.Settings;
using DenialDesk.Domain.Calendar;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Documents;
using DenialDesk.Domain.People;
using DenialDesk.Domain.Prevention;
using Npgsql;

namespace DenialDesk.App.Documents;

/// <summary>A document asked of a department for this denial.</summary>
public sealed record RequestOfDenial(long RequestId, DocumentKind Kind, string Department, string What, DateOnly DueOn, string AskedBy, string State, string Words);

/// <summary>A document this denial goes without.</summary>
public sealed record WaiverOfDenial(long WaiverId, DocumentKind Kind, string Reason, string By);

/// <summary>The documents of a denial: what is there, what is needed, what was asked for and waived.</summary>
/// <param name="Departments">Whom documents can be asked of.</param>
/// <param name="RequestDue">The day a request made now would be due.</param>
public sealed record DocumentsView(
    long ClaimId, IReadOnlyList<DocumentRow> Documents, IReadOnlyList<RequiredDocument> Required, IReadOnlyList<RequestOfDenial> Requests, IReadOnlyList<WaiverOfDenial> Waivers,
    IReadOnlyList<string> Departments, DateOnly Today, DateOnly RequestDue, string TimeZone)
{
    /// <summary>How many of the needed and helpful ones are settled.</summary>
    public int Settled => Required.Count(r => r.Settled);
}

/// <summary>Reads what the documents panel of a denial shows.</summary>
public sealed class SeeDocuments(DeskSource database, TimeProvider clock)
{
    /// <summary>Which denial.</summary>
    public sealed record Input
    {
        public required int PracticeId { get; init; }

        public required long DenialId { get; init; }
    }

    /// <summary>The view; null when there is no such denial for this person.</summary>
    public async Task<DocumentsView?> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeDenials);
        if (!actor.Sees(input.PracticeId)) { return null; }

        await using var connection = await database.OpenConnectionAsync(cancellation);
        if (await ClaimAsync(connection, input, cancellation) is not { } found) { return null; }

        var today = PracticeDay.At(clock.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById(found.Zone));
        var rules = await SettingDocument.InForceAsync<DocumentRules>(connection, null, RequiredDocuments.Setting, today, cancellation) ?? DocumentRules.Shipped;
        var causes = await SettingDocument.InForceAsync<RootCauseMap>(connection, null, SeeRootCauses.Name, today, cancellation) ?? RootCauseMap.Shipped;
        return new(
            found.Claim, await DocumentStore.ListAsync(connection, input.PracticeId, found.Claim, cancellation, withdrawn: true),
            await RequiredDocuments.OfAsync(connection, null, input.PracticeId, input.DenialId, today, cancellation), await RequestsAsync(connection, input, cancellation),
            await WaiversAsync(connection, input, cancellation), causes.Departments, today, BusinessDays.Add(today, rules.RequestDays), found.Zone);
    }

    private static async Task<(long Claim, string Zone)?> ClaimAsync(NpgsqlConnection connection, Input input, CancellationToken cancellation)
    {
        // By primary keys.
        await using var command = Command(connection, "select d.claim_id, p.time_zone from denial d join practice p using (practice_id) where d.practice_id = $1 and d.denial_id = $2", input);
        await using var r = await command.ExecuteReaderAsync(cancellation);
        return await r.ReadAsync(cancellation) ? (r.GetInt64(0), r.GetString(1)) : null;
    }

    private static async Task<IReadOnlyList<RequestOfDenial>> RequestsAsync(NpgsqlConnection connection, Input input, CancellationToken cancellation)
    {
        // document_request_newest; a denial has a handful.
        await using var command = Command(
            connection,
            "select request_id, kind, department, what, due_on, asked_by_name, state, words from document_request where practice_id = $1 and denial_id = $2 order by request_id desc limit 50", input);
        await using var r = await command.ExecuteReaderAsync(cancellation);
        var found = new List<RequestOfDenial>();
        while (await r.ReadAsync(cancellation))
        {
            found.Add(new(r.GetInt64(0), Kind(r.GetString(1)), r.GetString(2), r.GetString(3), r.GetFieldValue<DateOnly>(4), r.GetString(5), r.GetString(6), r.GetString(7)));
        }

        return found;
    }

    private static async Task<IReadOnlyList<WaiverOfDenial>> WaiversAsync(NpgsqlConnection connection, Input input, CancellationToken cancellation)
    {
        // document_waiver_one.
        await using var command = Command(connection, "select waiver_id, kind, reason, by_name from document_waiver where practice_id = $1 and denial_id = $2 and ended_at is null", input);
        await using var r = await command.ExecuteReaderAsync(cancellation);
        var found = new List<WaiverOfDenial>();
        while (await r.ReadAsync(cancellation)) { found.Add(new(r.GetInt64(0), Kind(r.GetString(1)), r.GetString(2), r.GetString(3))); }

        return found;
    }

    private static DocumentKind Kind(string name) => CodeNames.TryRead<DocumentKind>(name) ?? DocumentKind.Other;

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, Input input)
        => new(sql, connection) { Parameters = { new() { Value = input.PracticeId }, new() { Value = input.DenialId } } };
}
