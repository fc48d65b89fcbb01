using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using Npgsql;

namespace DenialDesk.App.Practices;

/// <summary>The time zone in which lists over practices tell the time: that of the first practice the person sees.</summary>
public sealed class FindZone(DeskSource database)
{
    /// <summary>The zone; needs no permission, as it tells nothing of anybody.</summary>
    public async Task<TimeZoneInfo> Run(Actor actor, CancellationToken cancellation) => TimeZoneInfo.FindSystemTimeZoneById(await DeskDay.ZoneAsync(database, actor, cancellation));
}
