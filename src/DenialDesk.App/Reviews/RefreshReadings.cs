using System.Diagnostics;
using System.Globalization;
using DenialDesk.App.Dashboard;
using DenialDesk.App.Data;
using DenialDesk.App.Payers;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.App.Teamwork;
using DenialDesk.Domain.People;

namespace DenialDesk.App.Reviews;

/// <summary>
/// Reads the kept pages that are in use again: those asked for within a week whose reading is of another day, a quarter of an hour old, or twenty times as old as it took. On a large
/// desk it reads those that every manager opens before anybody asked.
/// </summary>
public sealed class RefreshReadings(DeskSource database, TimeProvider clock)
{
    private static readonly TimeSpan InUse = TimeSpan.FromDays(7);

    private sealed record Waiting(string Name, int[]? Practices, DateOnly Day, bool Due);

    /// <summary>What to read.</summary>
    public sealed record Input
    {
        /// <summary>However fresh they are.</summary>
        public bool All { get; init; }
    }

    /// <summary>How many it read.</summary>
    public async Task<int> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.RunJobs);
        var now = clock.GetUtcNow();
        await using (var forget = database.CreateCommand("delete from kept_reading where asked_at < $1"))
        {
            forget.Parameters.AddWithValue(now - InUse);
            await forget.ExecuteNonQueryAsync(cancellation);
        }

        // A few rows a person and day.
        var waiting = await database.AskAsync(
            "select name, practices, day, $2 or read_at < $1 - greatest(interval '15 minutes', took_ms * interval '20 milliseconds') from kept_reading order by read_at", [now, input.All],
            r => new Waiting(r.GetString(0), r.IsDBNull(1) ? null : r.GetFieldValue<int[]>(1), r.GetFieldValue<DateOnly>(2), r.GetBoolean(3)), cancellation);
        var done = 0;
        foreach (var one in (await FirstAsync(waiting, cancellation)).Concat(waiting)) { done += await AgainAsync(one, cancellation) ? 1 : 0; }

        return done;
    }

    /// <summary>What every manager opens and nobody asked for yet.</summary>
    private async Task<List<Waiting>> FirstAsync(List<Waiting> kept, CancellationToken cancellation)
    {
        if (!await KeptReadings.IsLargeAsync(database, Actor.Desk, cancellation)) { return []; }

        var month = await DeskDay.TodayAsync(database, clock, Actor.Desk, cancellation) is var today ? new DateOnly(today.Year, today.Month, 1).AddMonths(-1) : default;
        var practices = await database.AskAsync("select practice_id from practice order by practice_id", [], r => r.GetInt32(0), cancellation);
        var usual = new[] { OpenCounts.Name, ForecastQueue.Name, SeeDenialAudit.Name, SeeTeam.Name + " 30" }.Select(n => new Waiting(n, null, today, true))
            .Concat(practices.Select(p => new Waiting(string.Create(CultureInfo.InvariantCulture, $"{SeeReview.Name} {p} {month:yyyy-MM}"), [p], today, true)));
        return [.. usual.Where(u => !kept.Any(k => k.Name == u.Name && (k.Practices is null) == (u.Practices is null)))];
    }

    private async Task<bool> AgainAsync(Waiting one, CancellationToken cancellation)
    {
        var reader = Actor.Desk with { PracticeIds = one.Practices is null ? null : new HashSet<int>(one.Practices) };
        var today = await DeskDay.TodayAsync(database, clock, reader, cancellation);
        if (!one.Due && one.Day == today) { return false; }

        var patient = database.Patient;
        var words = one.Name.Split(' ');
        switch (words)
        {
            case [SeeDenialAudit.Name]:
                return await KeepAsync(one, reader, today, () => AuditMaking.MakeAsync(patient, reader, today, cancellation), cancellation);
            case [SeeDenialAudit.Name, var day] when DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var to):
                return await KeepAsync(one, reader, today, () => AuditMaking.MakeAsync(patient, reader, to, cancellation), cancellation);
            case [SeeDossier.Name, var payer, var months] when int.TryParse(payer, CultureInfo.InvariantCulture, out var id) && int.TryParse(months, CultureInfo.InvariantCulture, out var back):
                return await DossierMaking.PayerAsync(patient, id, cancellation) is { } named
                    && await KeepAsync(one, reader, today, () => DossierMaking.MakeAsync(patient, reader, named, back, today, cancellation), cancellation);
            case [SeeReview.Name, var practice, var month] when int.TryParse(practice, CultureInfo.InvariantCulture, out var id) && DateOnly.TryParseExact(month, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var of):
                return await KeepAsync(one, reader, today, () => ReviewMaking.MakeAsync(patient, id, of, cancellation), cancellation);
            case [SeeTeam.Name, var days] when int.TryParse(days, CultureInfo.InvariantCulture, out var back):
                return await KeepAsync(one, reader, today, () => SeeTeam.MakeAsync(patient, reader, back, today, cancellation), cancellation);
            case [ForecastQueue.Name]:
                return await KeepAsync(one, reader, today, () => ForecastQueue.MakeAsync(patient, reader, null, today, cancellation), cancellation);
            case [OpenCounts.Name]:
                return await KeepAsync(one, reader, today, () => OpenCounts.ReadAsync(patient, reader, today, cancellation), cancellation);
            default:
                return false;
        }
    }

    private async Task<bool> KeepAsync<T>(Waiting one, Actor reader, DateOnly today, Func<Task<T>> read, CancellationToken cancellation)
    {
        var (now, watch) = (clock.GetUtcNow(), Stopwatch.StartNew());
        var value = await read();
        await KeptReadings.KeepAsync(database, reader, one.Name, today, now, value, (int)watch.ElapsedMilliseconds, cancellation);
        return true;
    }
}
