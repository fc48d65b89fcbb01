using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain;
using DenialDesk.Domain.People;

namespace DenialDesk.App.Reports;

/// <summary>Makes a scheduled report at once, with the rights of who asks; the next due day stays owed.</summary>
public sealed class MakeReportNow(DeskSource database, IEnumerable<ReportSource> sources, ReportPrinting printing, Documents.DocumentKey key, DeskMail mail, TimeProvider clock)
{
    /// <summary>Which.</summary>
    public sealed record Input
    {
        public required long ScheduleId { get; init; }
    }

    /// <summary>The file's id, or why there is none.</summary>
    public sealed record Result(long? ReportId, Refusal? Refusal = null);

    /// <summary>Makes it.</summary>
    public async Task<Result> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeTrends);
        if (actor.UserId is not { } me) { return new(null, new("nobody", "Reports belong to a person.")); }

        if (await FindAsync(input.ScheduleId, me, actor.May(Permission.ManageSettings), cancellation) is not { } wish) { return new(null, new("not_found", "There is no such schedule of yours.")); }

        var (id, sentence) = await new ReportMaking(database, sources, printing, key, mail, clock).MakeAsync(wish with { OwnerId = me }, actor, null, actor, cancellation);
        return id is null ? new(null, new("not_made", sentence ?? "The report could not be made.")) : new(id);
    }

    // By primary key. Who is told of a report may make it too, and gets it alone.
    private async Task<ReportWish?> FindAsync(long scheduleId, Guid me, bool any, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(
            "select schedule_id, owner_id, name, page, query, format, people from report_schedule where schedule_id = $1 and deleted_at is null and (owner_id = $2 or $2 = any(people) or $3)");
        command.Parameters.Add(new() { Value = scheduleId });
        command.Parameters.Add(new() { Value = me });
        command.Parameters.Add(new() { Value = any });
        await using var r = await command.ExecuteReaderAsync(cancellation);
        if (!await r.ReadAsync(cancellation)) { return null; }

        return new(r.GetInt64(0), r.GetGuid(1), r.GetString(2), r.GetString(3), r.GetString(4), r.GetString(5), r.GetGuid(1) == me ? r.GetFieldValue<Guid[]>(6) : []);
    }
}
