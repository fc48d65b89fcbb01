using System.Data.Common;
using DenialDesk.App.Health;
using DenialDesk.App.Practices;
using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Components;

namespace DenialDesk.Web.Pages.Health;

/// <summary>The health of the desk: each thing it needs with its state, what was found and what to do; and the last backups and drills.</summary>
public sealed partial class Health
{
    private DeskTime? _time;
    private bool _busy;
    private bool _down;

    [Inject]
    public required SeeHealth See { get; set; }

    [Inject]
    public required FindZone Zone { get; set; }

    [Inject]
    public required CurrentActor Who { get; set; }

    private HealthView? View { get; set; }

    private HealthState Worst => HealthRule.Worst(View!.Items);

    private string Summary
    {
        get
        {
            var (bad, warned) = (View!.Items.Count(i => i.State == HealthState.Bad), View.Items.Count(i => i.State == HealthState.Warning));
            return (bad, warned) switch
            {
                (0, 0) => "Everything works",
                (0, 1) => "One thing to look at",
                (0, _) => $"{warned} things to look at",
                (1, _) => "One thing does not work",
                _ => $"{bad} things do not work",
            };
        }
    }

    protected override Task OnInitializedAsync() => LookAsync();

    private async Task LookAsync()
    {
        _busy = true;
        try
        {
            var actor = await Who.GetAsync();
            _time ??= new(await Zone.Run(actor, CancellationToken.None));
            (View, _down) = (await See.Run(actor, CancellationToken.None), false);
        }
        catch (DbException)
        {
            _down = true;
        }
        finally
        {
            _busy = false;
        }
    }

    private static string Word(HealthState state) => state switch { HealthState.Good => "works", HealthState.Warning => "look soon", _ => "broken" };

    private static string Tone(HealthState state) => state switch { HealthState.Good => "good", HealthState.Warning => "warn", _ => "bad" };

    private static string Kind(string kind) => kind switch { "backup" => "Backup", "verify" => "Verification of a backup", _ => "Restore drill" };

    private static string Seconds(TimeSpan? span) => span is { } s ? $"{s.TotalSeconds:0.0} s" : "–";
}
