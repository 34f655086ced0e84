/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A form package from anywhere: refused with a reason, or a form that can be filled and printed as a
 * tree without a fault. */
#define G_LOG_DOMAIN "hoso"

#include "form/print/hs-print.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static void
fill (HsForm *form)
{
  static const char *const texts[] = { "1/2/1990", "12", "true", "VN", "Trần An", "\xff" };
  GListModel *sections = hs_form_get_sections (form);
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (sections); i++)
    {
      g_autoptr (HsFormSection) section = g_list_model_get_item (sections, i);
      GListModel *fields = hs_form_section_get_fields (section);

      for (guint k = 0; k < g_list_model_get_n_items (fields) && n < 40; k++)
        {
          g_autoptr (HsFormField) field = g_list_model_get_item (fields, k);

          if (hs_form_field_get_rows (field) != NULL)
            hs_form_insert_row (form, hs_form_field_get_pointer (field), 0);
          else if (hs_form_field_get_kind (field) != HS_FIELD_NOTE)
            hs_form_set_text (form, hs_form_field_get_pointer (field),
                              texts[n++ % G_N_ELEMENTS (texts)]);
        }
    }
  while (hs_form_can_undo (form))
    hs_form_undo (form);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (HsFormPackage) package = hs_form_package_load (bytes, &error);
  g_autoptr (HsWorld) world = NULL;
  g_autoptr (HsForm) form = NULL;
  g_autoptr (HsPrintTree) tree = NULL;
  g_autofree char *text = NULL;

  if ((package == NULL) != (error != NULL))
    abort ();
  if (package == NULL)
    return 0;
  world = hs_world_new ("/nonexistent", "/nonexistent", "/nonexistent");
  form = hs_form_new (package, world, NULL);
  fill (form);
  tree = hs_print_tree_new (form);
  text = hs_print_tree_to_text (tree);
  return 0;
}
