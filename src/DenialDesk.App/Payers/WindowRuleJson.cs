using System.Text.Json;
using System.Text.Json.Serialization;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Deadlines;

namespace DenialDesk.App.Payers;

/// <summary>How a window rule is written in <c>window_rule.body</c>: snake_case names, the vocabulary's written names, nothing that is empty.</summary>
public static class WindowRuleJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new WrittenNames() },
    };

    /// <summary>The rule as JSON.</summary>
    public static string Write(WindowRule rule) => JsonSerializer.Serialize(rule, Options);

    /// <summary>The rule a body holds. A body that is no rule is an error of the database's content.</summary>
    public static WindowRule Read(string body)
        => JsonSerializer.Deserialize<WindowRule>(body, Options) ?? throw new FormatException("A window rule's body is empty.");

    /// <summary>Enums by their written names, the same that code tables and addresses use.</summary>
    private sealed class WrittenNames : JsonConverterFactory
    {
        public override bool CanConvert(Type typeToConvert) => typeToConvert.IsEnum;

        public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options)
            => (JsonConverter)Activator.CreateInstance(typeof(WrittenName<>).MakeGenericType(typeToConvert))!;
    }

    private sealed class WrittenName<T> : JsonConverter<T>
        where T : struct, Enum
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => CodeNames.Read<T>(reader.GetString()!);

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(value.Text());
    }
}
