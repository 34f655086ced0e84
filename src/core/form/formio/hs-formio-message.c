/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sentences of an imported package: what the form says itself, and Vietnamese ones for the rest, so that
 * every rule has one. They are data of the package, not words of the program. */
#define G_LOG_DOMAIN "hoso"

#include "form/formio/hs-formio-private.h"

#include <string.h>

static const char *const messages[][2] = {
  { "required", "Nhập {label}." },
  { "required.choice", "Chọn {label}." },
  { "type", "{Label} chưa đúng kiểu." },
  { "type.date", "{Label} phải là ngày có thật, ví dụ 1/2/2026." },
  { "type.partial-date",
    "{Label} phải là ngày có thật, hoặc tháng và năm, hoặc chỉ năm, ví dụ 1/2/1990, "
    "2/1990, 1990." },
  { "type.number", "{Label} phải là một số." },
  { "type.integer", "{Label} phải là một số nguyên." },
  { "type.money", "{Label} phải là một số tiền, ví dụ 1.250.000." },
  { "enum", "{Label}: chọn một mục trong danh sách." },
  { "const", "{Label}: bạn cần chọn “Có” để tiếp tục." },
  { "minLength", "{Label} phải có ít nhất {limit} ký tự." },
  { "maxLength", "{Label} dài quá {limit} ký tự (đang có {actual})." },
  { "pattern", "{Label} chưa đúng mẫu quy định." },
  { "minimum", "{Label} phải từ {limit} trở lên." },
  { "maximum", "{Label} không được quá {limit}." },
  { "exclusiveMinimum", "{Label} phải lớn hơn {limit}." },
  { "exclusiveMaximum", "{Label} phải nhỏ hơn {limit}." },
  { "multipleOf", "{Label} có quá nhiều chữ số thập phân." },
  { "minItems", "{Label}: cần ít nhất {limit} mục." },
  { "maxItems", "{Label}: không quá {limit} mục." },
  { "uniqueItems", "{Label}: có mục bị chọn hai lần." },
  { "format", "{Label} chưa đúng." },
  { "format.date", "{Label} phải là ngày có thật, ví dụ 1/2/2026." },
  { "format.vn-partial-date",
    "{Label} phải là ngày có thật, hoặc chỉ tháng và năm, hoặc chỉ năm." },
  { "format.email", "{Label} phải có dạng ten@noi.vn." },
  { "value.true", "Có" },
  { "value.false", "Không" },
  { "value.row", "Dòng {n}" },
  { "print.draft", "BẢN NHÁP" },
  { "print.page", "Trang {page}/{pages}" },
  { "print.dossier", "Mã hồ sơ: {dossier}" },
  { "print.hash", "Mã kiểm tra: {hash}" },
  { "print.annex", "PHỤ LỤC" },
  { "print.annex-note", "Phần ghi tiếp của tờ khai, là một phần không tách rời của tờ khai." },
  { "print.see-annex", "(xem Phụ lục, mục {n})" },
  { "print.other", "Thông tin khai thêm" },
  { "print.summary", "BẢN TÓM TẮT THÔNG TIN ĐÃ KHAI" },
  { "print.empty", "Không khai" },
};

JsonObject *
hs_formio_messages (void)
{
  JsonObject *object = json_object_new ();

  for (guint i = 0; i < G_N_ELEMENTS (messages); i++)
    json_object_set_string_member (object, messages[i][0], messages[i][1]);
  return object;
}

/* Names of Form.io's errors, ours beside them. */
static const struct
{
  const char *error;
  const char *keywords[3];
} errors[] = {
  { "required", { "required", "const", NULL } },
  { "minLength", { "minLength", NULL, NULL } },
  { "maxLength", { "maxLength", NULL, NULL } },
  { "min", { "minimum", NULL, NULL } },
  { "max", { "maximum", NULL, NULL } },
  { "pattern", { "pattern", NULL, NULL } },
  { "mask", { "pattern", NULL, NULL } },
  { "minWords", { "pattern", NULL, NULL } },
  { "maxWords", { "pattern", NULL, NULL } },
  { "time", { "pattern", NULL, NULL } },
  { "invalid_url", { "pattern", NULL, NULL } },
  { "invalid_email", { "format", NULL, NULL } },
  { "invalidDate", { "format", "type", NULL } },
  { "invalid_date", { "format", "type", NULL } },
  { "invalidDay", { "format", "type", NULL } },
  { "number", { "type", NULL, NULL } },
  { "invalidOption", { "enum", NULL, NULL } },
  { "minSelectedCount", { "minItems", NULL, NULL } },
  { "maxSelectedCount", { "maxItems", NULL, NULL } },
};

/* "{{field}} is wrong" -> "{Label} is wrong"; other names go. */
static char *
convert_template (const char *text)
{
  g_autofree char *plain = hs_formio_plain_text (text);
  GString *out = g_string_new (NULL);

  for (const char *c = plain; *c != '\0';)
    {
      const char *end = c[0] == '{' && c[1] == '{' ? strstr (c, "}}") : NULL;
      g_autofree char *name = NULL;

      if (end == NULL)
        {
          g_string_append_c (out, *c++);
          continue;
        }
      name = g_strstrip (g_strndup (c + 2, (gsize) (end - c - 2)));
      if (g_str_equal (name, "field") || g_str_equal (name, "label"))
        g_string_append (out, "{Label}");
      else if (g_str_equal (name, "length") || g_str_equal (name, "min") ||
               g_str_equal (name, "max") || g_str_equal (name, "minCount") ||
               g_str_equal (name, "maxCount") || g_str_equal (name, "setting"))
        g_string_append (out, "{limit}");
      c = end + 2;
    }
  return g_string_free (out, FALSE);
}

static char *
own_message (JsonObject *component, const char *error)
{
  JsonObject *own = hs_json_object (component, "errors");
  JsonObject *validate = hs_json_object (component, "validate");
  const char *text = own != NULL ? hs_json_string (own, error, "") : "";

  if (*text == '\0' && g_str_equal (error, "pattern") && validate != NULL)
    text = hs_json_string (validate, "patternMessage", "");
  if (*text == '\0' &&
      (g_str_equal (error, "minSelectedCount") || g_str_equal (error, "maxSelectedCount")))
    {
      g_autofree char *member = g_strconcat (error, "Message", NULL);

      text = hs_json_string (component, member, "");
    }
  if (validate != NULL && *hs_json_string (validate, "customMessage", "") != '\0')
    text = hs_json_string (validate, "customMessage", "");
  return *text != '\0' ? convert_template (text) : NULL;
}

/* The label of errors is another: it stands in the sentences of this field. */
static char *
name_field (const char *template, const char *label)
{
  g_auto (GStrv) parts = g_strsplit (template, "{Label}", -1);
  g_autofree char *upper = g_strjoinv (label, parts);
  g_auto (GStrv) rest = g_strsplit (upper, "{label}", -1);

  return g_strjoinv (label, rest);
}

static const char *
generic_message (HsFormioNode *node, const char *keyword)
{
  const char *found = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (messages); i++)
    {
      if (g_str_equal (messages[i][0], keyword))
        found = messages[i][1];
      if (g_str_equal (messages[i][0], "required.choice") && g_str_equal (keyword, "required") &&
          json_object_has_member (node->schema, "x-codeList"))
        found = messages[i][1];
    }
  return found;
}

static char *
message_for (HsFormioNode *node, const char *error, const char *keyword)
{
  char *message = own_message (node->component, error);
  const char *generic;
  g_autofree char *label = NULL;

  if (message != NULL)
    return message;
  label = hs_formio_plain_text (hs_json_string (node->component, "errorLabel", ""));
  generic = *label != '\0' ? generic_message (node, keyword) : NULL;
  return generic != NULL ? name_field (generic, label) : NULL;
}

void
hs_formio_fill_messages (HsFormioNode *node)
{
  g_autoptr (JsonObject) words = json_object_new ();

  if (node->component == NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (errors); i++)
    for (guint k = 0; errors[i].keywords[k] != NULL; k++)
      {
        const char *keyword = errors[i].keywords[k];
        g_autofree char *message = NULL;

        if (!g_str_equal (keyword, "required") && !g_str_equal (keyword, "type") &&
            !json_object_has_member (node->schema, keyword) &&
            !(g_str_equal (keyword, "enum") && json_object_has_member (node->schema, "x-codeList")))
          continue;
        message = message_for (node, errors[i].error, keyword);
        if (message != NULL && *message != '\0' && !json_object_has_member (words, keyword))
          json_object_set_string_member (words, keyword, message);
      }
  if (json_object_get_size (words) > 0)
    json_object_set_object_member (node->schema, "x-message", json_object_ref (words));
}

/* Messages of checks: their field is named by the text, for nothing is put into them later. */
char *
hs_formio_check_message (HsFormioNode *node, const char *rule, const char *fallback)
{
  static const char *const words[][2] = {
    { "required", "Nhập {Label}." },
    { "minDate", "{Label} sớm hơn ngày được phép." },
    { "maxDate", "{Label} muộn hơn ngày được phép." },
    { "minYear", "{Label}: năm sớm hơn năm được phép." },
    { "maxYear", "{Label}: năm muộn hơn năm được phép." },
    { "day", "{Label} phải ghi đủ các phần được yêu cầu." },
    { "json", "{Label} chưa đúng." },
    { "custom", "{Label} chưa đúng." },
  };
  g_autofree char *own = own_message (node->component, rule);
  g_autofree char *label =
    hs_formio_plain_text (hs_json_string (node->component, "errorLabel", ""));
  const char *text = own != NULL && *own != '\0' ? own : fallback;

  if (*label == '\0')
    {
      g_free (label);
      label = g_strdup (hs_json_string (node->schema, "title", node->name));
    }
  for (guint i = 0; text == NULL && i < G_N_ELEMENTS (words); i++)
    if (g_str_equal (words[i][0], rule))
      text = words[i][1];
  return name_field (text != NULL ? text : "{Label} chưa đúng.", label);
}
