using System.Globalization;
using DenialDesk.Domain.Payers;

namespace DenialDesk.Domain.Appeals;

/// <summary>A document that goes out beside the packet, as a file of its own.</summary>
/// <param name="Title">What it is called.</param>
/// <param name="Extension">Its kind of file, "tif" or "docx".</param>
/// <param name="Bytes">Its size.</param>
public sealed record SeparateEnclosure(string Title, string Extension, long Bytes);

/// <summary>Whether a packet fits through the channel it is meant for.</summary>
/// <remarks>Worked examples: docs/rules/appeals.md. A packet is one PDF; what a channel says nothing about is no obstacle. One megabyte is 1,048,576 bytes.</remarks>
public static class PacketCheck
{
    /// <summary>Everything that stands against it, in sentences; none when it fits.</summary>
    /// <param name="channel">The payer's channel; null when none is known.</param>
    /// <param name="bytes">Size of the PDF.</param>
    /// <param name="pages">Its pages.</param>
    /// <param name="missing">Papers the level or the payer asks for that are not enclosed.</param>
    /// <param name="beside">Enclosures that no PDF can hold: they go out as files of their own.</param>
    public static IReadOnlyList<string> Problems(PayerChannel? channel, long bytes, int pages, IReadOnlyList<string> missing, IReadOnlyList<SeparateEnclosure>? beside = null)
    {
        var found = new List<string>();
        if (pages < 1 || bytes < 1) { found.Add("The packet has no pages. Make it again."); }

        beside ??= [];
        if (channel is { MaxFiles: { } files } && 1 + beside.Count > files)
        {
            found.Add(string.Create(CultureInfo.InvariantCulture, $"The packet and what goes beside it are {1 + beside.Count} files, and this payer's {Words(channel.Channel)} takes {files}. Add the documents again as PDF, so that they go inside, or send it another way."));
        }

        foreach (var one in beside)
        {
            if (channel is { FileTypes: { Length: > 0 } taken } && !taken.Contains(one.Extension, StringComparison.OrdinalIgnoreCase))
            {
                found.Add($"“{one.Title}” is a {one.Extension} file, and this payer's {Words(channel.Channel)} takes {taken}. Add it again as PDF, so that it goes inside the packet, or withdraw it.");
            }

            if (channel is { MaxMegabytes: { } each } && one.Bytes > each * 1_048_576L)
            {
                found.Add(string.Create(CultureInfo.InvariantCulture, $"“{one.Title}” has {one.Bytes / 1_048_576m:0.0} MB and this payer's {Words(channel.Channel)} takes {each} MB a file. Make it smaller, or send it another way."));
            }
        }

        if (channel is { MaxMegabytes: { } most } && bytes > most * 1_048_576L)
        {
            found.Add(string.Create(CultureInfo.InvariantCulture, $"The packet has {bytes / 1_048_576m:0.0} MB and this payer's {Words(channel.Channel)} takes {most} MB. Leave enclosures out, make scans smaller, or send it another way."));
        }

        if (channel is { FileTypes: { Length: > 0 } types } && !types.Contains("pdf", StringComparison.OrdinalIgnoreCase))
        {
            found.Add($"This payer's {Words(channel.Channel)} takes {types}, and the packet is a PDF. Send it another way, or have the list of file types checked under the payer.");
        }

        found.AddRange(missing.Select(m => $"{m}: needed for this kind of denial and not there. Add it under Documents on the denial, or have it waived there with a reason; then make the packet again."));
        return found;
    }

    /// <summary>A channel in a sentence.</summary>
    public static string Words(Channel channel) => channel switch
    {
        Channel.Portal => "portal",
        Channel.Electronic => "electronic way",
        Channel.Fax => "fax",
        Channel.Mail => "mail",
        _ => "telephone",
    };
}
