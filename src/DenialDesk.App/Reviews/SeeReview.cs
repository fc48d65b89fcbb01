using System.Text.Json;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.Domain.Calendar;
using DenialDesk.Domain.People;

namespace DenialDesk.App.Reviews;

/// <summary>The pack of a month's review meeting: as it was kept, or as the data stands while it is not.</summary>
public sealed class SeeReview(DeskSource database, TimeProvider clock)
{
    /// <summary>The first word of a review's name among the kept readings; practice and month follow.</summary>
    internal const string Name = "review";

    /// <summary>Which month of which practice.</summary>
    public sealed record Input
    {
        /// <summary>The first practice the reader sees when left out.</summary>
        public int? Practice { get; init; }

        /// <summary>First day of a month; the last whole month when left out.</summary>
        public DateOnly? Month { get; init; }

        /// <summary>True when it leaves the desk as a file.</summary>
        public bool Export { get; init; }

        /// <summary>Told when it takes long.</summary>
        public Action<ReadingWait>? Waiting { get; init; }
    }

    /// <summary>The pack; null when the reader sees no such practice.</summary>
    public async Task<ReviewView?> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeTrends);
        var today = await DeskDay.TodayAsync(database, clock, actor, cancellation);
        var practices = await database.AskAsync(
            "select practice_id, name from practice where $1::int[] is null or practice_id = any($1) order by practice_id", [actor.PracticeScope], r => (Id: r.GetInt32(0), Name: r.GetString(1)), cancellation);
        var practice = practices.Find(p => input.Practice is null || p.Id == input.Practice);
        if (practice.Id == 0) { return null; }

        var month = input.Month is { } asked && asked <= today && MeantDay.Is(asked) ? new DateOnly(asked.Year, asked.Month, 1) : new DateOnly(today.Year, today.Month, 1).AddMonths(-1);
        var kept = await database.AskAsync(
            "select body::text, made_at, made_name from review_pack where practice_id = $1 and month = $2", [practice.Id, month], r => (Body: r.GetString(0), At: r.GetFieldValue<DateTimeOffset>(1), By: r.GetString(2)), cancellation);
        var (pack, at) = kept.Count > 0
            ? (JsonSerializer.Deserialize<ReviewPack>(kept[0].Body, JsonSerializerOptions.Web)!, null)
            : await KeptReadings.OfAsync(
                database, actor with { PracticeIds = new HashSet<int> { practice.Id } }, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Name} {practice.Id} {month:yyyy-MM}"), today, clock,
                (source, stop) => ReviewMaking.MakeAsync(source, practice.Id, month, stop), input.Waiting, cancellation);
        long[] shown = [.. pack.Departments.SelectMany(d => d.Examples).Select(e => e.DenialId).Distinct()];
        if (shown.Length > 0)
        {
            await ReadLog.AppendAsync(
                database, actor, clock.GetUtcNow(), new(input.Export ? "read.review_exported" : "read.review", "denials", $"{shown.Length}", practice.Id, shown), cancellation);
        }

        var months = await database.AskAsync("select month from review_pack where practice_id = $1 order by month desc limit 60", [practice.Id], r => r.GetFieldValue<DateOnly>(0), cancellation);
        return new(practice.Id, practice.Name, pack, kept.Count > 0 ? kept[0].At : null, kept.Count > 0 ? kept[0].By : null, months, practices) { AsOf = at };
    }
}
