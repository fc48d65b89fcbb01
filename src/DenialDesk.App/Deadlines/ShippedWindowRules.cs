using System.Text.Json;
using System.Text.Json.Serialization;
using DenialDesk.App.Codes;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Deadlines;

namespace DenialDesk.App.Deadlines;

/// <summary>The payer windows that come with the product, and the one way a window rule is written to and read from JSON.</summary>
/// <remarks>Shipped rules are rows to verify: none carries a verification date until somebody at the practice checked it.</remarks>
public static class ShippedWindowRules
{
    private static readonly Lazy<IReadOnlyList<WindowRule>> Lazy = new(() => Read(ShippedCodes.Open("window_rules.json")));

    /// <summary>How window rules are written: snake_case names, enum values by their written names, defaults left out.</summary>
    public static JsonSerializerOptions Json { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters =
        {
            new ResponseConverter(), new WordsConverter(),
            new NameConverter<WindowAction>(), new NameConverter<WindowAnchor>(), new NameConverter<WindowUnit>(), new NameConverter<ClockChoice>(),
            new NameConverter<DayRoll>(), new NameConverter<WorkCalendar>(), new NameConverter<FilingCounts>(), new NameConverter<EffectiveBasis>(),
            new NameConverter<RuleTier>(), new NameConverter<WindowRight>(),
        },
    };

    /// <summary>The rules as shipped.</summary>
    public static IReadOnlyList<WindowRule> All => Lazy.Value;

    /// <summary>Reads a list of rules; a field nobody knows is an error, because a window misread is a window missed.</summary>
    public static IReadOnlyList<WindowRule> Read(Stream json) =>
        JsonSerializer.Deserialize<List<WindowRule>>(json, Json) ?? [];

    /// <summary>Reads an enum by its written name.</summary>
    private sealed class NameConverter<T> : JsonConverter<T> where T : struct, Enum
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            CodeNames.TryRead<T>(reader.GetString()) ?? throw new JsonException($"'{reader.GetString()}' is not a {typeof(T).Name}.");

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(value.Text());
    }

    /// <summary>A list of words that may be written as one word.</summary>
    private sealed class WordsConverter : JsonConverter<IReadOnlyList<string>>
    {
        public override IReadOnlyList<string> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType == JsonTokenType.String)
            {
                return [reader.GetString()!];
            }

            var words = new List<string>();
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                words.Add(reader.GetString()!);
            }

            return words;
        }

        public override void Write(Utf8JsonWriter writer, IReadOnlyList<string> value, JsonSerializerOptions options)
        {
            writer.WriteStartArray();
            foreach (var word in value)
            {
                writer.WriteStringValue(word);
            }

            writer.WriteEndArray();
        }
    }

    /// <summary>A payer's answer time, written as <c>[60, "calendar_day"]</c>.</summary>
    private sealed class ResponseConverter : JsonConverter<ResponseClock>
    {
        public override ResponseClock Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            reader.Read();
            var amount = reader.GetInt32();
            reader.Read();
            var unit = CodeNames.Read<WindowUnit>(reader.GetString()!);
            reader.Read();
            return new ResponseClock(amount, unit);
        }

        public override void Write(Utf8JsonWriter writer, ResponseClock value, JsonSerializerOptions options)
        {
            writer.WriteStartArray();
            writer.WriteNumberValue(value.Amount);
            writer.WriteStringValue(value.Unit.Text());
            writer.WriteEndArray();
        }
    }
}
