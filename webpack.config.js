import HtmlWebpackPlugin from 'html-webpack-plugin';
import CssMinimizerPlugin from 'css-minimizer-webpack-plugin';
import MiniCssExtractPlugin from 'mini-css-extract-plugin';
import path from 'node:path';
import webpack from 'webpack';

const root = import.meta.dirname;
const modern = ['web', 'es2022'];

const swc = {
  test: /\.tsx?$/,
  loader: 'swc-loader',
  options: {
    jsc: {
      target: 'es2022',
      parser: { syntax: 'typescript', tsx: true },
      transform: { react: { runtime: 'automatic', importSource: 'preact' } },
    },
  },
};

const resolve = {
  extensions: ['.ts', '.tsx', '.js'],
  alias: {
    'react/jsx-runtime': 'preact/jsx-runtime',
    'react-dom': 'preact/compat',
    react: 'preact/compat',
  },
};

/**
 * Source maps stand beside the build, not in it: nothing that is deployed names them.
 * @param {string} dir
 */
const mapsApart = (dir) =>
  new webpack.SourceMapDevToolPlugin({
    filename: `../${path.basename(besideBuild(dir))}/[file].map`,
    append: false,
  });

/**
 * The folder for what belongs to a build but is not deployed.
 * @param {string} dir where the build goes
 */
export const besideBuild = (dir) => `${dir}-maps`;

/**
 * A package that is fetched only where it is needed, in a chunk of its own name.
 * @param {string} name
 * @param {RegExp} test
 */
const lazy = (name, test) => ({ [name]: { name, test, chunks: 'async', enforce: true } });

/** The machines of what HTML has no element for, each with what it alone needs. */
const zag = {
  ...lazy(
    'zag-calendar',
    /[\\/]node_modules[\\/](@zag-js[\\/](date-picker|date-utils)|@internationalized)[\\/]/,
  ),
  ...lazy(
    'zag-lists',
    /[\\/]node_modules[\\/](@zag-js[\\/](collection|combobox|focus-visible|menu|popper|rect-utils)|@floating-ui)[\\/]/,
  ),
  ...lazy(
    'zag',
    /[\\/]node_modules[\\/]@zag-js[\\/](?!date-|collection|combobox|focus-visible|menu|popper|rect-utils)/,
  ),
};

/**
 * The pane, with the worker that its page starts.
 * @param {string} dir
 * @returns {webpack.Configuration}
 */
const pane = (dir) => ({
  name: 'pane',
  mode: 'production',
  target: modern,
  context: root,
  entry: { taskpane: './src/taskpane/main.tsx' },
  output: {
    path: dir,
    // Relative to the script, so that the build works in any folder of a web server.
    publicPath: 'auto',
    filename: 'assets/[name].[contenthash:10].js',
    assetModuleFilename: 'assets/[name].[contenthash:10][ext]',
  },
  devtool: false,
  resolve,
  module: {
    rules: [
      swc,
      {
        test: /\.css$/,
        use: [
          MiniCssExtractPlugin.loader,
          { loader: 'css-loader', options: { modules: { auto: true, namedExport: false } } },
        ],
      },
      { test: /\.(svg|png|woff2)$/, type: 'asset/resource' },
    ],
  },
  optimization: {
    minimizer: ['...', new CssMinimizerPlugin()],
    splitChunks: {
      chunks: 'all',
      cacheGroups: {
        ...lazy('msal', /[\\/]node_modules[\\/]@azure[\\/]/),
        ...zag,
        ...lazy('dompurify', /[\\/]node_modules[\\/]dompurify[\\/]/),
      },
    },
  },
  performance: false,
  plugins: [
    new HtmlWebpackPlugin({
      template: './src/taskpane/taskpane.html',
      filename: 'taskpane.html',
      inject: 'head',
      scriptLoading: 'defer',
    }),
    new MiniCssExtractPlugin({ filename: 'assets/[name].[contenthash:10].css' }),
    mapsApart(dir),
  ],
});

/**
 * A script that stands alone, under a name that never changes.
 * @param {string} name
 * @param {string} entry
 * @param {string} dir where the script goes
 * @param {string} build where the whole build goes
 * @returns {webpack.Configuration}
 */
const script = (name, entry, dir, build) => ({
  name,
  mode: 'production',
  target: name === 'sw' ? ['webworker', 'es2022'] : modern,
  context: root,
  entry: { [name]: entry },
  output: { path: dir, filename: '[name].js' },
  devtool: false,
  resolve,
  module: { rules: [swc] },
  performance: false,
  plugins: dir === build ? [mapsApart(build)] : [],
});

/**
 * Everything that is compiled. The service worker goes beside the build: scripts/build.ts adds
 * the list of files to it.
 * @param {string} dir where the build goes, absolute
 */
export const compilations = (dir) => [
  pane(dir),
  script('outlook/msajax-shim', './src/outlook/msajax-shim.ts', dir, dir),
  script('sw', './src/sw/sw.ts', besideBuild(dir), dir),
];

export default compilations(path.join(root, 'dist'));
