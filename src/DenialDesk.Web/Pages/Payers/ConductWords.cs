using System.Globalization;
using DenialDesk.App.Payers;
using DenialDesk.Domain.Deadlines;
using DenialDesk.Domain.Payers;

namespace DenialDesk.Web.Pages.Payers;

/// <summary>What is known of dealing with a payer, as people read it.</summary>
internal static class ConductWords
{
    /// <summary>The steps a channel can be for.</summary>
    public static IReadOnlyList<WindowAction> Steps { get; } =
        [WindowAction.CorrectedClaim, WindowAction.Reconsideration, WindowAction.Appeal1, WindowAction.Appeal2, WindowAction.PeerToPeer, WindowAction.RecordsResponse];

    public static string Step(WindowAction? step) => step is { } one ? WindowWords.Of(one) : "Every step";

    public static string Of(Channel channel) => channel switch
    {
        Channel.Portal => "Portal",
        Channel.Electronic => "Electronic",
        Channel.Fax => "Fax",
        Channel.Mail => "Mail",
        _ => "Phone",
    };

    public static string Habit(CorrectedHabit habit) => habit switch
    {
        CorrectedHabit.Replacement => "as a replacement (7)",
        CorrectedHabit.New => "as a new claim (1)",
        _ => "either way (7 or 1)",
    };

    public static string Files(PayerChannel channel)
    {
        var parts = new[]
        {
            channel.FileTypes, channel.MaxFiles is { } files ? $"at most {files} {(files == 1 ? "file" : "files")}" : null, channel.MaxMegabytes is { } size ? $"{size} MB each" : null,
        };
        return string.Join(", ", parts.OfType<string>()) is { Length: > 0 } said ? said : "–";
    }

    public static string Day(DateOnly day) => day.ToString("ddd MMM d, yyyy", CultureInfo.GetCultureInfo("en-US"));
}
