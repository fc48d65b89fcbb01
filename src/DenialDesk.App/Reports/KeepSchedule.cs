using System.Globalization;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.Domain;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.People;
using DenialDesk.Domain.Reports;
using Npgsql;

namespace DenialDesk.App.Reports;

/// <summary>Has a page made into a file again and again: asked for, paused, taken up, deleted and brought back. Its owner decides, and whoever manages the desk's settings.</summary>
public sealed class KeepSchedule(DeskSource database, IEnumerable<ReportSource> sources, TimeProvider clock)
{
    /// <summary>What is done with it.</summary>
    public enum Act
    {
        /// <summary>A new one.</summary>
        Save,

        /// <summary>Makes none until it is taken up again.</summary>
        Pause,

        /// <summary>Makes them again from the next due day on.</summary>
        Resume,

        /// <summary>Away; it can be brought back. What was made stays.</summary>
        Delete,

        /// <summary>Brought back.</summary>
        Restore,
    }

    /// <summary>The schedule.</summary>
    public sealed record Input
    {
        public required Act Act { get; init; }

        /// <summary>Which one; null for a new one.</summary>
        public long? ScheduleId { get; init; }

        public string? Name { get; init; }

        /// <summary>A registered page, <see cref="ReportSource.Page"/>.</summary>
        public string? Page { get; init; }

        /// <summary>Its filters as in the address, without the question mark.</summary>
        public string? Query { get; init; }

        /// <summary>One of <see cref="ReportFormats.All"/>.</summary>
        public string? Format { get; init; }

        public ReportCadence? Cadence { get; init; }

        /// <summary>Who is told besides the owner.</summary>
        public IReadOnlyList<Guid> People { get; init; } = [];
    }

    /// <summary>The schedule's id, or why nothing was done.</summary>
    public sealed record Result(long? ScheduleId, Refusal? Refusal = null);

    /// <summary>Does it.</summary>
    public async Task<Result> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeTrends);
        if (actor.UserId is not { } me) { return No("nobody", "Schedules belong to a person."); }

        if (input.Act == Act.Save && Refused(input) is { } refusal) { return new(null, refusal); }

        var today = await DeskDay.TodayAsync(database, clock, actor, cancellation);
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var id = input.Act == Act.Save
            ? await SaveAsync(connection, transaction, input, me, today, cancellation)
            : await ChangeAsync(connection, transaction, input, me, actor.May(Permission.ManageSettings), today, cancellation);
        if (id is not { } found) { return No("not_found", "There is no such schedule of yours."); }

        await Journal.AppendAsync(
            connection, transaction, actor, clock.GetUtcNow(), cancellation,
            new JournalEntry(
                "report." + Verb(input.Act), "report_schedule", found.ToString(CultureInfo.InvariantCulture), null, null,
                input.Act == Act.Save ? new { input.Page, input.Query, input.Format, When = input.Cadence!.Words, input.People } : null));
        await transaction.CommitAsync(cancellation);
        return new(found);
    }

    private Refusal? Refused(Input input)
    {
        if (string.IsNullOrWhiteSpace(input.Name) || input.Name.Trim().Length > 80) { return new("name_missing", "Give the report a name of up to 80 characters. Leave patients' names out of it."); }

        if (sources.All(s => s.Page != input.Page)) { return new("page_unknown", "This page cannot be scheduled."); }

        if (input.Query?.Length > 1000) { return new("too_long", "These filters are too long to be kept. Narrow by fewer things."); }

        if (input.Format is null || !ReportFormats.All.Contains(input.Format)) { return new("format_unknown", "Choose Excel workbook, PDF or CSV."); }

        return input.Cadence is { IsSound: true } ? null : new("day_unknown", "Choose every workday, a day of the week, or a day of the month from 1 to 28.");
    }

    private async Task<long?> SaveAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Input input, Guid me, DateOnly today, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            insert into report_schedule (owner_id, name, page, query, format, rhythm, day, people, since, created_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning schedule_id
            """, connection, transaction)
        {
            Parameters =
            {
                new() { Value = me }, new() { Value = input.Name!.Trim() }, new() { Value = input.Page! }, new() { Value = input.Query ?? "" }, new() { Value = input.Format! },
                new() { Value = input.Cadence!.Rhythm.Text() }, new() { Value = (short)input.Cadence.Day }, new() { Value = input.People.Where(p => p != me).Distinct().ToArray() },
                new() { Value = today }, new() { Value = clock.GetUtcNow() },
            },
        };
        return (long?)await command.ExecuteScalarAsync(cancellation);
    }

    private async Task<long?> ChangeAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Input input, Guid me, bool any, DateOnly today, CancellationToken cancellation)
    {
        var set = input.Act switch
        {
            Act.Pause => "paused_at = $4, paused_because = ''",
            Act.Resume => "paused_at = null, paused_because = '', since = $5",
            Act.Delete => "deleted_at = $4",
            _ => "deleted_at = null, since = $5",
        };
        await using var command = new NpgsqlCommand(
            $"""
            update report_schedule set {set}, version = version + 1
            where schedule_id = $1 and (owner_id = $2 or $3) and $4::timestamptz is not null and $5::date is not null and deleted_at is {(input.Act == Act.Restore ? "not null" : "null")} returning schedule_id
            """, connection, transaction)
        {
            Parameters = { new() { Value = input.ScheduleId ?? 0 }, new() { Value = me }, new() { Value = any }, new() { Value = clock.GetUtcNow() }, new() { Value = today } },
        };
        return (long?)await command.ExecuteScalarAsync(cancellation);
    }

    private static string Verb(Act act) => act switch { Act.Save => "scheduled", Act.Pause => "paused", Act.Resume => "resumed", Act.Delete => "deleted", _ => "restored" };

    private static Result No(string code, string sentence) => new(null, new(code, sentence));
}
