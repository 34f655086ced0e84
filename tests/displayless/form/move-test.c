/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the tests of moving drafts share. */
#include "move-test.h"

void
move_test_set_up (MoveTest *t)
{
  g_autoptr (GError) error = NULL;

  t->world = hs_test_world_new ();
  t->units = hs_units_load (t->world, &error);
  g_assert_no_error (error);
}

void
move_test_tear_down (MoveTest *t)
{
  hs_units_unref (t->units);
  hs_test_world_free (t->world);
}

static JsonObject *
root_of (JsonNode *draft)
{
  return json_node_get_object (draft);
}

char *
move_test_answers_of (JsonNode *draft)
{
  return hs_json_write (json_object_get_member (root_of (draft), "answers"));
}

char *
move_test_tray_of (JsonNode *draft)
{
  JsonArray *array = hs_json_array (root_of (draft), "notMoved");
  GString *line = g_string_new (NULL);

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonObject *kept = json_array_get_object_element (array, i);

      g_string_append_printf (
        line, "%s%s=%s %s", i > 0 ? ", " : "", hs_json_string (kept, "pointer", "?"),
        hs_json_string (kept, "text", "?"), hs_json_string (kept, "reason", "?"));
    }
  return g_string_free (line, FALSE);
}

char *
move_test_items_of (HsFormMove *move)
{
  GListModel *items = hs_form_move_get_items (move);
  GString *line = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (HsFormMoveItem) item = g_list_model_get_item (items, i);
      const char *pointer = hs_form_move_item_get_pointer (item);

      g_string_append_printf (line, "%s%s %s%s", i > 0 ? ", " : "",
                              hs_form_move_kind_get_name (hs_form_move_item_get_kind (item)),
                              *pointer != '\0' ? pointer : hs_form_move_item_get_old_pointer (item),
                              hs_form_move_item_needs_answer (item) ? "!" : "");
    }
  return g_string_free (line, FALSE);
}

HsFormMove *
move_test_run (MoveTest *t, HsFormPackage *from, JsonNode *draft, HsFormPackage *to)
{
  g_autoptr (GError) error = NULL;
  HsFormMove *result = hs_form_move_new (from, draft, to, t->world, t->units, &error);

  g_assert_no_error (error);
  return result;
}
