using DenialDesk.App.Practices;
using DenialDesk.Web.Pages;

namespace DenialDesk.Web.Hosting;

/// <summary>The clock by which a person's pages tell the time: that of the first practice the person sees, looked up once a page.</summary>
public sealed class PersonTime(FindZone zone, CurrentActor who)
{
    private Task<DeskTime>? _time;

    internal Task<DeskTime> GetAsync() => _time ??= ReadAsync();

    private async Task<DeskTime> ReadAsync() => new(await zone.Run(await who.GetAsync(), CancellationToken.None));
}
