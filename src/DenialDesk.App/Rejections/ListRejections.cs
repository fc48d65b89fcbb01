using DenialDesk.App.Claims;
using DenialDesk.App.Data;
using DenialDesk.App.Deadlines;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.App.Remittances;
using DenialDesk.Domain.People;
using DenialDesk.Domain.Rejections;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Rejections;

/// <summary>A rejected claim, who rejects it and why, and its timely-filing clock.</summary>
/// <param name="State">open, sent or closed.</param>
/// <param name="How">How it was sent or closed; null while open.</param>
/// <param name="RejectedBy">form, clearinghouse or payer.</param>
/// <param name="Charge">Dollars billed.</param>
/// <param name="Due">Last day of timely filing, inclusive; null when it cannot be counted.</param>
/// <param name="DaysLeft">Calendar days to it, negative when it is over.</param>
public sealed record RejectionRow(
    int PracticeId, long RejectionId, string Practice, string State, string? How, string RejectedBy, string Who, string Reason, string Codes, string Payer, int? PayerId, string Account,
    string PatientName, string MemberId, DateOnly? ServiceFrom, DateOnly? ServiceTo, decimal? Charge, DateOnly RejectedOn, DateOnly? Due, DateOnly? LastSafeDay, int? DaysLeft, bool Assumed, string Clock);

/// <summary>Where the next page goes on.</summary>
public sealed record RejectionPlace(DateOnly Due, long RejectionId);

/// <summary>The rows, the day they are counted on, and their number and dollars over all pages.</summary>
public sealed record RejectionList(IReadOnlyList<RejectionRow> Rows, DateOnly Today, int All, decimal Charge, bool More);

/// <summary>Rejected claims, the shortest filing clock first; those of the same day in the order they were found.</summary>
public sealed class ListRejections(DeskSource database, TimeProvider clock)
{
    /// <summary>
    /// Rejections looked at, at most; the earliest service first. The clock follows from rules that people change, so it is worked out when it is
    /// read, and the rows are ordered, narrowed and paged by it here: what is to be done is hundreds, not hundreds of thousands.
    /// </summary>
    public const int Most = 20_000;

    /// <summary>Filters, all optional, as they stand in the address.</summary>
    public sealed record Input
    {
        /// <summary>"sent", "closed" or "all"; anything else is what is open.</summary>
        public string? State { get; init; }

        /// <summary>"form", "clearinghouse" or "payer".</summary>
        public string? By { get; init; }

        public int? Payer { get; init; }

        public int? Practice { get; init; }

        /// <summary>"over" for those past their last day, or at most so many days left: "7", "30", "90".</summary>
        public string? Left { get; init; }

        public RejectionPlace? After { get; init; }

        public int Take { get; init; } = 50;

        /// <summary>True when the rows leave the desk as a file.</summary>
        public bool Export { get; init; }
    }

    private sealed record Found(RejectionRow Row, string Identifier, string Flavor);

    /// <summary>One page.</summary>
    public async Task<RejectionList> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeRemittances);
        var today = await DeskDay.TodayAsync(database, clock, actor, cancellation);
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var found = await RowsAsync(connection, input, actor, cancellation);
        var payers = await PayersOnRecord.LoadAsync(connection, null, cancellation);
        var traits = await PayerTraits.LoadAsync(connection, cancellation);
        var rules = await RulesInForce.LoadAsync(connection, null, cancellation);
        var rows = found.Select(f => WithClock(f, payers.Find(f.Identifier, f.Row.Payer), traits, rules, today))
            .Where(r => (input.Payer is null || r.PayerId == input.Payer) && IsLeft(r, input.Left)).OrderBy(Place).ToList();
        var page = rows.Where(r => input.After is not { } after || Place(r).CompareTo((after.Due, after.RejectionId)) > 0).Take(Math.Clamp(input.Take, 1, 50_000)).ToList();
        await ReadLog.AppendAsync(
            database, actor, clock.GetUtcNow(),
            new(input.Export ? "read.rejections_exported" : "read.rejections", "rejections", $"{page.Count}", Shown: [.. page.Select(r => r.RejectionId)]), cancellation);
        return new(page, today, rows.Count, rows.Sum(r => r.Charge ?? 0m), page.Count > 0 && page[^1] != rows[^1]);
    }

    /// <summary>The place of a row in the list; without a clock last.</summary>
    public static (DateOnly Due, long RejectionId) Place(RejectionRow row) => (row.Due ?? DateOnly.MaxValue, row.RejectionId);

    private static bool IsLeft(RejectionRow row, string? left) => left switch
    {
        "over" => row.DaysLeft < 0,
        "7" or "30" or "90" => row.DaysLeft >= 0 && row.DaysLeft <= int.Parse(left, System.Globalization.CultureInfo.InvariantCulture),
        _ => true,
    };

    private static async Task<List<Found>> RowsAsync(NpgsqlConnection connection, Input input, Actor actor, CancellationToken cancellation)
    {
        // rejection_to_do or rejection_closed, then submission and answer by key.
        await using var command = new NpgsqlCommand(
            """
            select r.practice_id, r.rejection_id, o.name, r.state, r.how, a.stage, a.kind, a.said_by_name, a.reason, a.named, a.codes, a.decided_on, s.account, s.account_key, s.payer_name, s.payer_identifier,
                   s.patient_last_name, s.patient_first_name, s.member_id, s.service_from, s.service_to, s.charge, s.flavor
            from rejection r
            join submitted_claim s on s.practice_id = r.practice_id and s.submitted_id = r.submitted_id
            join acknowledgement a on a.acknowledgement_id = r.acknowledgement_id
            join practice o on o.practice_id = r.practice_id
            where ($1 = 'all' or r.state = $1) and ($2::int[] is null or r.practice_id = any($2)) and ($3::int is null or r.practice_id = $3) and ($4::int is null or a.stage = $4)
            order by s.service_from, r.rejection_id limit $5
            """, connection);
        command.Parameters.AddWithValue(input.State is "sent" or "closed" or "all" ? input.State : "open");
        command.Parameters.Add(MatchCandidates.Scope(actor));
        command.Parameters.Add(new() { Value = (object?)input.Practice ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Integer });
        command.Parameters.Add(new() { Value = RejectionWords.Read(input.By) is { } stage ? (int)stage : DBNull.Value, NpgsqlDbType = NpgsqlDbType.Integer });
        command.Parameters.AddWithValue(Most);
        var found = new List<Found>();
        await using var r = await command.ExecuteReaderAsync(cancellation);
        while (await r.ReadAsync(cancellation)) { found.Add(Read(r)); }

        return found;
    }

    private static Found Read(NpgsqlDataReader r)
    {
        var stage = (AnswerStage)r.GetInt16(5);
        return new(
            new(
                r.GetInt32(0), r.GetInt64(1), r.GetString(2), r.GetString(3), r.Maybe<string>(4), RejectionWords.Text(stage), RejectionWords.Who(stage, r.GetString(6), r.GetString(7)),
                RejectionWords.Why(r.GetString(8), r.GetFieldValue<string[]>(9), r.GetString(13)), string.Join(", ", r.GetFieldValue<string[]>(10)), r.GetString(14), null, r.GetString(12),
                MatchCandidates.Name(r.GetString(16), r.GetString(17)), r.GetString(18), r.MaybeValue<DateOnly>(19), r.MaybeValue<DateOnly>(20), r.MaybeValue<decimal>(21),
                r.GetFieldValue<DateOnly>(11), null, null, null, true, ""),
            r.GetString(15), r.GetString(22));
    }

    private static RejectionRow WithClock(Found found, int? payerId, Dictionary<int, PayerTraits> traits, RulesInForce rules, DateOnly today)
    {
        var row = found.Row;
        var deadline = FilingClock.Of(rules, payerId, payerId is { } id ? traits.GetValueOrDefault(id) : null, row.Payer, found.Flavor, row.ServiceFrom, row.ServiceTo);
        return row with
        {
            PayerId = payerId,
            Due = deadline?.DueOn,
            LastSafeDay = deadline?.LastSafeDay,
            DaysLeft = deadline?.DueOn is { } due ? due.DayNumber - today.DayNumber : null,
            Assumed = deadline?.Assumed ?? true,
            Clock = deadline?.Sentence ?? "",
        };
    }
}
