using DenialDesk.App.Data;
using DenialDesk.App.Payers;
using DenialDesk.App.People;
using DenialDesk.Domain.Calendar;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.FollowUps;
using DenialDesk.Domain.Payers;
using DenialDesk.Domain.People;
using Npgsql;

namespace DenialDesk.App.FollowUps;

/// <summary>A call, as it was written down.</summary>
public sealed record CallRow(DateOnly CalledOn, DateTimeOffset At, string By, string Phone, string SpokeTo, string Reference, CallResult Result, string Said, DateOnly? AnswerBy, bool Many);

/// <summary>When somebody looks at a denial again, and what was said on the telephone so far.</summary>
/// <param name="Look">The open follow-up; null without one.</param>
/// <param name="Phone">The payer's number, as it is known; empty when nobody knows it.</param>
/// <param name="PayerClaimNumber">What to ask about.</param>
public sealed record FollowUpView(
    NextLook? Look, DateOnly? SentOn, IReadOnlyList<CallRow> Calls, DateOnly Today, string Phone, IReadOnlyList<PayerContact> Contacts, string PayerClaimNumber, int PayerId, bool IsOpen);

/// <summary>Reads what the follow-up panel of a denial shows.</summary>
public sealed class SeeFollowUp(DeskSource database, TimeProvider clock)
{
    /// <summary>Which denial.</summary>
    public sealed record Input
    {
        public required int PracticeId { get; init; }

        public required long DenialId { get; init; }
    }

    /// <summary>The view; null when there is no such denial for this person.</summary>
    public async Task<FollowUpView?> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeDenials);
        if (!actor.Sees(input.PracticeId)) { return null; }

        await using var connection = await database.OpenConnectionAsync(cancellation);
        var open = await FollowUpRows.OpenAsync(connection, null, input.PracticeId, input.DenialId, cancellation);
        var calls = await CallsAsync(connection, input, cancellation);

        // By primary keys.
        await using var command = new NpgsqlCommand(
            """
            select p.time_zone, d.payer_claim_number, coalesce(y.merged_into, y.payer_id), d.is_open,
                   (select c.body::text from payer_conduct c where c.payer_id = coalesce(y.merged_into, y.payer_id) order by c.version desc limit 1)
            from denial d join practice p using (practice_id) join payer y on y.payer_id = d.payer_id where d.practice_id = $1 and d.denial_id = $2
            """, connection)
        {
            Parameters = { new() { Value = input.PracticeId }, new() { Value = input.DenialId } },
        };
        await using var r = await command.ExecuteReaderAsync(cancellation);
        if (!await r.ReadAsync(cancellation)) { return null; }

        var conduct = r.IsDBNull(4) ? PayerConduct.Unknown : SeeConduct.Read(r.GetString(4));
        return new(
            open?.Look, open?.SentOn, calls, PracticeDay.At(clock.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById(r.GetString(0))), conduct.Phone ?? "", conduct.Contacts, r.GetString(1), r.GetInt32(2),
            r.GetBoolean(3));
    }

    private static async Task<IReadOnlyList<CallRow>> CallsAsync(NpgsqlConnection connection, Input input, CancellationToken cancellation)
    {
        // call_log_denial.
        await using var command = new NpgsqlCommand(
            """
            select called_on, at, author_name, phone, spoke_to, reference, result, said, answer_by, batch_id is not null from call_log
            where practice_id = $1 and denial_id = $2 order by call_id desc limit 50
            """, connection)
        {
            Parameters = { new() { Value = input.PracticeId }, new() { Value = input.DenialId } },
        };
        var found = new List<CallRow>();
        await using var r = await command.ExecuteReaderAsync(cancellation);
        while (await r.ReadAsync(cancellation))
        {
            found.Add(new(
                r.GetFieldValue<DateOnly>(0), r.GetFieldValue<DateTimeOffset>(1), r.GetString(2), r.GetString(3), r.GetString(4), r.GetString(5),
                CodeNames.TryRead<CallResult>(r.GetString(6)) ?? CallResult.InProcess, r.GetString(7), r.IsDBNull(8) ? null : r.GetFieldValue<DateOnly>(8), r.GetBoolean(9)));
        }

        return found;
    }
}
