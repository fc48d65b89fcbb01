using System.Globalization;
using System.Text;

namespace DenialDesk.Web.Api;

/// <summary>Writes figures in Prometheus' text format (version 0.0.4): a line of help and of type for each name, then its values with their labels.</summary>
internal sealed class MetricsText
{
    /// <summary>What the answer calls itself.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly StringBuilder _text = new();

    /// <summary>A figure that goes up and down.</summary>
    public MetricsText Gauge(string name, string help, double value) => Add(name, "gauge", help, [("", value)]);

    /// <summary>A figure that goes up and down, for each value of one label.</summary>
    public MetricsText Gauge(string name, string help, string label, IEnumerable<(string Value, double Figure)> values) => Add(name, "gauge", help, values.Select(v => (Label(label, v.Value), v.Figure)));

    /// <summary>A figure that only grows; its name ends in _total.</summary>
    public MetricsText Counter(string name, string help, double value) => Add(name, "counter", help, [("", value)]);

    /// <summary>A figure that only grows, for each value of one label.</summary>
    public MetricsText Counter(string name, string help, string label, IEnumerable<(string Value, double Figure)> values) => Add(name, "counter", help, values.Select(v => (Label(label, v.Value), v.Figure)));

    /// <summary>The whole answer.</summary>
    public override string ToString() => _text.ToString();

    private MetricsText Add(string name, string type, string help, IEnumerable<(string Labels, double Value)> values)
    {
        _text.Append("# HELP ").Append(name).Append(' ').Append(help.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)).Append('\n');
        _text.Append("# TYPE ").Append(name).Append(' ').Append(type).Append('\n');
        foreach (var (labels, value) in values) { _text.Append(name).Append(labels).Append(' ').Append(value.ToString("R", CultureInfo.InvariantCulture)).Append('\n'); }

        return this;
    }

    private static string Label(string name, string value)
        => $"{{{name}=\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)}\"}}";
}
