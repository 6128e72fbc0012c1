package vn.vungsam.app

import android.os.Build
import android.os.Bundle
import android.view.View
import androidx.activity.enableEdgeToEdge
import androidx.core.view.ViewCompat
import androidx.core.view.WindowInsetsCompat

/**
 * The one screen. The page is kept clear of the system's bars, of the notch and of the keyboard here, not in CSS: what
 * the web view tells the page about them differs from version to version.
 */
class MainActivity : TauriActivity() {
  override fun onCreate(savedInstanceState: Bundle?) {
    // Up to Android 10 the height of the keyboard is not told reliably behind an edge-to-edge window. There the window
    // stays between the bars and shrinks by itself (adjustResize in the manifest).
    val edgeToEdge = Build.VERSION.SDK_INT >= Build.VERSION_CODES.R
    if (edgeToEdge) enableEdgeToEdge()
    super.onCreate(savedInstanceState)
    if (edgeToEdge) keepClear(findViewById(android.R.id.content))
  }

  /** Pads what holds the web view: padding on the web view itself would not move what sticks to the screen's edges. */
  private fun keepClear(content: View) {
    ViewCompat.setOnApplyWindowInsetsListener(content) { view, insets ->
      val room = insets.getInsets(
        WindowInsetsCompat.Type.systemBars() or
          WindowInsetsCompat.Type.displayCutout() or
          WindowInsetsCompat.Type.ime()
      )
      view.setPadding(room.left, room.top, room.right, room.bottom)
      // Used up: the page must not make room a second time with env(safe-area-inset-*).
      WindowInsetsCompat.CONSUMED
    }
  }
}
