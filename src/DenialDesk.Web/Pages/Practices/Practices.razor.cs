using DenialDesk.App.Practices;
using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Components;

namespace DenialDesk.Web.Pages.Practices;

/// <summary>The practices, each editable in place, with what a change of zone, state or minutes affects said before it is saved.</summary>
public partial class Practices
{
    private static readonly string[] UsZones =
    [
        "America/New_York", "America/Detroit", "America/Indiana/Indianapolis", "America/Chicago", "America/Denver", "America/Phoenix", "America/Boise",
        "America/Los_Angeles", "America/Anchorage", "Pacific/Honolulu", "America/Puerto_Rico", "Pacific/Guam",
    ];

    [Inject]
    public required ListPractices Find { get; set; }

    [Inject]
    public required EditPractice Save { get; set; }

    [Inject]
    public required CurrentActor Who { get; set; }

    private IReadOnlyList<PracticeRow>? Rows { get; set; }

    private Form? Editing { get; set; }

    private string? Refused { get; set; }

    private string? Said { get; set; }

    protected override async Task OnInitializedAsync() => Rows = await Find.Run(await Who.GetAsync(), CancellationToken.None);

    private static IEnumerable<string> Zones(string present) => UsZones.Append(present).Distinct();

    private static string KindName(string kind) => kind switch
    {
        "npi" => "NPI",
        "tin" => "Tax id",
        _ => "Known as",
    };

    private void Edit(PracticeRow row)
    {
        (Refused, Said) = (null, null);
        Editing = new()
        {
            PracticeId = row.PracticeId,
            Version = row.Version,
            Name = row.Name,
            TimeZone = row.TimeZone,
            State = row.State ?? "",
            MinutesPerDay = row.MinutesPerDay,
            Npis = Lines(row, "npi"),
            Tins = Lines(row, "tin"),
            Names = [.. row.Identifiers.Where(i => i.Kind == "name")],
        };
    }

    private static string Lines(PracticeRow row, string kind) => string.Join('\n', row.Identifiers.Where(i => i.Kind == kind).Select(i => i.Value));

    private List<string> Consequences(PracticeRow row)
    {
        var told = new List<string>();
        if (Editing!.TimeZone != row.TimeZone) { told.Add("Time zone: the practice's day begins at another hour. Deadlines are dates and stay; “due today” and the nightly jobs follow the new clock."); }

        if (!string.Equals(Editing.State.Trim(), row.State ?? "", StringComparison.OrdinalIgnoreCase)) { told.Add("State: shipped windows of that state may apply to denials found from now on. Deadlines already counted stay until a payer's window is applied again."); }

        if (Editing.MinutesPerDay != row.MinutesPerDay) { told.Add("Team minutes: the price of an hour changes, and with it which due-now denials lead the queue, at the next ranking."); }

        return told;
    }

    private async Task SaveAsync()
    {
        var form = Editing!;
        var refusal = await Save.Run(form.ToInput(), await Who.GetAsync(), CancellationToken.None);
        Refused = refusal?.Sentence;
        if (refusal is not null) { return; }

        Editing = null;
        Said = $"{form.Name.Trim()} is saved.";
        Rows = await Find.Run(await Who.GetAsync(), CancellationToken.None);
    }

    /// <summary>The fields while they are being edited.</summary>
    private sealed class Form
    {
        public required int PracticeId { get; init; }

        public required int Version { get; init; }

        public required string Name { get; set; }

        public required string TimeZone { get; set; }

        public required string State { get; set; }

        public required int MinutesPerDay { get; set; }

        public required string Npis { get; set; }

        public required string Tins { get; set; }

        public required IReadOnlyList<PracticeIdentifier> Names { get; init; }

        public EditPractice.Input ToInput() => new()
        {
            PracticeId = PracticeId,
            Version = Version,
            Name = Name,
            TimeZone = TimeZone,
            MinutesPerDay = MinutesPerDay,
            State = State.Trim().ToUpperInvariant() is { Length: > 0 } state ? state : null,
            Identifiers = [.. Of("npi", Npis), .. Of("tin", Tins), .. Names],
        };

        private static IEnumerable<PracticeIdentifier> Of(string kind, string lines)
            => lines.Split([' ', ',', ';', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).Select(v => new PracticeIdentifier(kind, v.Replace("-", "", StringComparison.Ordinal)));
    }
}
