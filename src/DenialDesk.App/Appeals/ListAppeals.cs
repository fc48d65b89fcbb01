using System.Globalization;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Appeals;

/// <summary>One appeal of the list.</summary>
/// <param name="NextDay">While it is written: the last day of its level. With the payer: the day its answer, or ours, is due.</param>
/// <param name="Paid">Dollars a remittance has paid on its denials.</param>
public sealed record AppealRow(
    long AppealId, int PracticeId, long DenialId, string Account, string Payer, string Level, string Status, decimal Amount, DateOnly? NextDay, DateOnly? SentOn, DateOnly? DecidedOn, decimal? Granted, decimal Paid,
    long Claims, string OpenedBy, DateOnly Today);

/// <summary>The appeals under some filters, and how many there are of each sort.</summary>
public sealed record AppealList(IReadOnlyList<AppealRow> Rows, long Open, long Writing, long WithPayer, long Overdue, long AwaitingPayment);

/// <summary>Appeals, the next day first; decided ones newest first.</summary>
public sealed class ListAppeals(DeskSource database, TimeProvider clock)
{
    private const string Day = "coalesce(a.answer_by, a.due_on, date '9999-12-31')";

    // appeal_open and appeal_closed; $5 and $6 are the days in which it was filed or decided, $10 says which of both.
    private const string Where =
        """
        ($1::int[] is null or a.practice_id = any($1)) and ($2::int is null or a.payer_id = $2 or a.payer_id in (select m.payer_id from payer m where m.merged_into = $2)) and ($3::text is null or a.level = $3)
        and ($5::date is null or ($10::text is distinct from 'decided' and a.sent_on between $5 and $6) or ($10::text is distinct from 'filed' and a.decided_on between $5 and $6))
        and case $4
            when 'writing' then a.is_open and a.sent_on is null when 'payer' then a.is_open and a.sent_on is not null
            when 'overdue' then a.is_open and coalesce(a.answer_by, a.due_on) < (now() at time zone p.time_zone)::date
            when 'money' then a.status in ('overturned', 'partial') and exists (select 1 from appeal_denial m join denial d using (practice_id, denial_id) where m.practice_id = a.practice_id and m.appeal_id = a.appeal_id and d.is_open)
            when 'decided' then not a.is_open when 'all' then true else a.is_open end
        """;

    private const string Columns =
        $"""
        select a.appeal_id, a.practice_id, a.denial_id, d.patient_control_number, y.name, a.level_name, a.status, a.amount, nullif({Day}, date '9999-12-31'), a.sent_on, a.decided_on, a.granted,
               coalesce((select sum(x.recovered_amount) from appeal_denial m join denial x using (practice_id, denial_id) where m.practice_id = a.practice_id and m.appeal_id = a.appeal_id), 0),
               (select count(*) from appeal_denial m where m.practice_id = a.practice_id and m.appeal_id = a.appeal_id), a.opened_name, p.time_zone
        from appeal a join practice p using (practice_id) join payer y on y.payer_id = a.payer_id join denial d on d.practice_id = a.practice_id and d.denial_id = a.denial_id
        where {Where}
        """;

    private const string Soonest = $"{Columns} and ($7::date is null or ({Day}, a.appeal_id) > ($7, $8)) order by {Day}, a.appeal_id limit $9";

    private const string Newest = $"{Columns} and ($7::date is null or a.appeal_id < $8) order by a.appeal_id desc limit $9";

    private const string Counts =
        """
        select count(*) filter (where a.is_open), count(*) filter (where a.is_open and a.sent_on is null), count(*) filter (where a.is_open and a.sent_on is not null),
               count(*) filter (where a.is_open and coalesce(a.answer_by, a.due_on) < (now() at time zone p.time_zone)::date),
               count(*) filter (where a.status in ('overturned', 'partial') and exists (select 1 from appeal_denial m join denial d using (practice_id, denial_id)
                                where m.practice_id = a.practice_id and m.appeal_id = a.appeal_id and d.is_open))
        from appeal a join practice p using (practice_id) where ($1::int[] is null or a.practice_id = any($1))
        """;

    /// <summary>Filters as they stand in the address.</summary>
    public sealed record Input
    {
        /// <summary>open (default), writing, payer, overdue, money, decided or all.</summary>
        public string? Show { get; init; }

        public int? Payer { get; init; }

        /// <summary>A level by its written name: appeal_1.</summary>
        public string? Level { get; init; }

        /// <summary>First of the days in which it was filed or decided; any day when left out.</summary>
        public DateOnly? From { get; init; }

        /// <summary>Last of those days, inclusive; no end when left out.</summary>
        public DateOnly? To { get; init; }

        /// <summary>Which of both lies in those days: filed or decided; either when left out.</summary>
        public string? By { get; init; }

        /// <summary>Goes on after this row: its day and id, "2026-05-04.12".</summary>
        public string? After { get; init; }

        public int Take { get; init; } = 50;

        /// <summary>True when the rows leave the desk as a file.</summary>
        public bool Export { get; init; }
    }

    /// <summary>The address of what comes after a row.</summary>
    public static string AfterOf(AppealRow row) => string.Create(CultureInfo.InvariantCulture, $"{row.NextDay ?? new DateOnly(9999, 12, 31):yyyy-MM-dd}.{row.AppealId}");

    /// <summary>Rows and counts.</summary>
    public async Task<AppealList> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeDenials);
        var rows = await RowsAsync(input, actor, cancellation);
        if (rows.Count > 0)
        {
            await ReadLog.AppendAsync(
                database, actor, clock.GetUtcNow(), new(input.Export ? "read.appeals_exported" : "read.appeals", "denials", $"{rows.Count}", Shown: [.. rows.Select(r => r.DenialId)]), cancellation);
        }

        await using var command = database.CreateCommand(Counts);
        command.Parameters.Add(Scope(actor));
        await using var r = await command.ExecuteReaderAsync(cancellation);
        await r.ReadAsync(cancellation);
        return new(rows, r.GetInt64(0), r.GetInt64(1), r.GetInt64(2), r.GetInt64(3), r.GetInt64(4));
    }

    private async Task<List<AppealRow>> RowsAsync(Input input, Actor actor, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(input.Show is "decided" or "all" or "money" ? Newest : Soonest);
        var (day, id) = Read(input.After);
        command.Parameters.Add(Scope(actor));
        command.Parameters.Add(new() { Value = (object?)input.Payer ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Integer });
        command.Parameters.Add(new() { Value = string.IsNullOrEmpty(input.Level) ? DBNull.Value : input.Level, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = input.Show ?? "open", NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = (object?)input.From ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Date });
        command.Parameters.Add(new() { Value = input.To ?? new DateOnly(9999, 12, 31), NpgsqlDbType = NpgsqlDbType.Date });
        command.Parameters.Add(new() { Value = (object?)day ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Date });
        command.Parameters.Add(new() { Value = id, NpgsqlDbType = NpgsqlDbType.Bigint });
        command.Parameters.AddWithValue(Math.Clamp(input.Take, 1, 50_000));
        command.Parameters.Add(new() { Value = string.IsNullOrEmpty(input.By) ? DBNull.Value : input.By, NpgsqlDbType = NpgsqlDbType.Text });
        var found = new List<AppealRow>();
        await using var r = await command.ExecuteReaderAsync(cancellation);
        DateOnly? Maybe(int i) => r.IsDBNull(i) ? null : r.GetFieldValue<DateOnly>(i);
        while (await r.ReadAsync(cancellation))
        {
            var today = Domain.Calendar.PracticeDay.At(clock.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById(r.GetString(15)));
            found.Add(new(
                r.GetInt64(0), r.GetInt32(1), r.GetInt64(2), r.GetString(3), r.GetString(4), r.GetString(5), r.GetString(6), r.GetDecimal(7), Maybe(8), Maybe(9), Maybe(10),
                r.IsDBNull(11) ? null : r.GetDecimal(11), r.GetDecimal(12), r.GetInt64(13), r.GetString(14), today));
        }

        return found;
    }

    private static NpgsqlParameter Scope(Actor actor) => new() { Value = (object?)actor.PracticeScope ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer };

    private static (DateOnly? Day, long Id) Read(string? after)
        => after?.Split('.') is [var day, var id] && DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var on) && long.TryParse(id, CultureInfo.InvariantCulture, out var number)
            ? (on, number)
            : (null, 0);
}
